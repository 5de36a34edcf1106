const BYTE_UNITS = ['B', 'KB', 'MB', 'GB', 'TB'] as const;

/** `12.3 MB`, in powers of 1000 as disks and networks are sold. */
export function formatBytes(bytes: number): string {
  const power = Math.min(BYTE_UNITS.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3));
  const amount = bytes / 1000 ** power;
  return `${power === 0 ? Math.round(amount) : amount.toFixed(1)} ${BYTE_UNITS[power]}`;
}

/** `0:42`, `12:05` or `1:02:03`. */
export function formatDuration(seconds: number): string {
  const whole = Math.ceil(seconds);
  const parts = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const shown = parts[0] === 0 ? parts.slice(1) : parts;
  return shown.map((part, index) => (index === 0 ? String(part) : String(part).padStart(2, '0'))).join(':');
}

/** `2026-01-31 20:15`, in UTC, or `-` for a time that has not come. */
export function formatTime(time: Date | null): string {
  return time === null ? '-' : time.toISOString().slice(0, 16).replace('T', ' ');
}
