import { LATE_BYTES_LENGTH } from '@demobase/demo';

/** Late bytes on the wire: 16 bytes as 32 hex digits, in either case. */
export const LATE_BYTES_PATTERN = `^[0-9a-fA-F]{${LATE_BYTES_LENGTH * 2}}$`;
