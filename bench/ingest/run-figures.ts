/** What one run is to do. */
export interface RunOptions {
  readonly server: 'demobase' | 'ws';
  readonly streamCount: number;
  readonly frameBytes: number;
  /** Demo bytes of all streams together. */
  readonly totalBytes: number;
  /** Options of Node itself for the server. */
  readonly nodeOptions: readonly string[];
}

/** What one run gave. Everything but `clientCpuSeconds` is of the server's Node process alone. */
export interface RunFigures {
  readonly bytes: number;
  /** From the first byte sent until every stream was closed by the server and every file was whole. */
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly clientCpuSeconds: number;
  /** Resident memory after the start, before any stream. */
  readonly startedBytes: number;
  /** Resident memory with every stream connected and no byte sent. */
  readonly connectedBytes: number;
  /** The most resident memory while bytes came. */
  readonly peakBytes: number;
}
