import { join } from 'node:path';
import type { BlobStoreConfig } from '../config.ts';
import type { BlobStore } from './blob-store.ts';

/** Opens the configured blob store. The S3 client, tens of megabytes of code, is loaded only if it is used. */
export async function openBlobStore(config: BlobStoreConfig): Promise<BlobStore> {
  switch (config.kind) {
    case 'folder': {
      const { openFolderBlobStore } = await import('./folder/blob-store.ts');
      return openFolderBlobStore({ path: join(config.dataDir, 'blobs') });
    }
    case 's3': {
      const { openS3BlobStore } = await import('./s3/blob-store.ts');
      return openS3BlobStore(config);
    }
  }
}
