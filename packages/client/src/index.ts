export { DemobaseApiError, DemobaseConnectionError } from './api-error.ts';
export { type DemoHeaderFields, NotADemoError, readDemoHeader } from './demo-header.ts';
export type { ListedDemo } from './demo-list.ts';
export { blobSource, type DemoSource, MAX_HASHED_BLOB_BYTES } from './demo-source.ts';
export { type Account, DemobaseClient, type DemobaseClientOptions } from './demobase-client.ts';
export { UnexpectedAnswerError } from './json-fields.ts';
export { readStoredDemo, type StoredDemo } from './stored-demo.ts';
export type { RetryTimes } from './upload/retry-delay.ts';
export {
  type UploadDemoOptions,
  type UploadedDemo,
  type UploadProgress,
  uploadDemo,
} from './upload/upload-demo.ts';
export { DemoUploadError } from './upload/upload-error.ts';
export type { WebSocketClass, WebSocketLike } from './web-socket.ts';
