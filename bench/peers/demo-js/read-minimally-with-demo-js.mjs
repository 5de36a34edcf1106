// @demostf/demo.js in its leanest mode, which passes over entities; of a match it tells the same.
import { measureReads } from '../../demo/measure-reads.mjs';
import { summarise } from './analyse-with-demo-js.mjs';

const MINIMAL = 0;

await measureReads({ summary: (path) => summarise(path, MINIMAL) });
