/** The Ship and its siblings, demos and test builds: their replies carry fields of their own. */
const APP_IDS: ReadonlySet<number> = new Set([2400, 2401, 2402, 2403, 2405, 2406, 2412, 2430]);

export function isTheShip(appId: number | undefined): boolean {
  return appId !== undefined && APP_IDS.has(appId);
}
