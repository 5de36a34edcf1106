// A worker thread cannot load TypeScript by itself: from the sources, a thread begins here. What is built does not.
import { register } from 'tsx/esm/api';

register();
await import('./main.ts');
