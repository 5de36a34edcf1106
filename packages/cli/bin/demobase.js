#!/usr/bin/env node
import { existsSync } from 'node:fs';

const program = new URL('../dist/main.js', import.meta.url);
if (existsSync(program)) {
  await import(program.href);
} else {
  process.stderr.write(
    'demobase is not built yet. Run "npm install && npm run build" at the root of the sources.\n',
  );
  process.exitCode = 1;
}
