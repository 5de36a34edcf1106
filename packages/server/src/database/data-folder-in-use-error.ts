import { DatabaseError } from './database-error.ts';
import { isOnThisHost, type LockHolder } from './lock-holder.ts';

/** Another process has the data folder (`data_folder_in_use`). */
export class DataFolderInUseError extends DatabaseError {
  readonly holder: LockHolder | undefined;

  constructor(dataDir: string, holder: LockHolder | undefined) {
    const who = holder ? ` (process ${holder.pid}${isOnThisHost(holder) ? '' : ` on ${holder.host}`})` : '';
    super(
      'data_folder_in_use',
      `The data folder ${dataDir} is in use by another demobase${who}. Stop that one first, or give this one a ` +
        'data folder of its own. (If this folder is a copy, remove its file "instance-id".)',
    );
    this.holder = holder;
  }
}
