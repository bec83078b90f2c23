import { Temporal } from 'temporal-polyfill'
import type { BackupSchedule } from '../../contract/keeping/backups.ts'
import { dayOf } from '../../contract/values/day.ts'
import { startOf, type Grain } from '../../contract/values/period.ts'

/**
 * Whether a backup is due: the last moment that the schedule names has passed since the schedule was set, and no backup
 * has been begun by it since. A time that the clocks leave out on a day is the first one after.
 */
export function isDue(
  { active, at }: Pick<BackupSchedule, 'active' | 'at'>,
  { now, zone, setAt, lastAt }: { now: string; zone: string; setAt: string; lastAt: string | null },
): boolean {
  if (!active) return false
  const today = Temporal.PlainDate.from(dayOf(now, zone))
  const on = (day: Temporal.PlainDate) =>
    day.toZonedDateTime({ timeZone: zone, plainTime: Temporal.PlainTime.from(at) }).epochMilliseconds
  const moment = [today, today.subtract({ days: 1 })].map(on).find((time) => time <= Date.parse(now)) ?? 0
  return moment > Date.parse(setAt) && (lastAt === null || Date.parse(lastAt) < moment)
}

/**
 * Those that need not be kept: of each of the latest days, weeks and months that have backups the newest stays. The newest
 * of all always stays.
 */
export function superfluous<B extends { createdAt: string }>(
  backups: readonly B[],
  { days, weeks, months }: Pick<BackupSchedule, 'days' | 'weeks' | 'months'>,
  zone: string,
): B[] {
  const newestFirst = backups.toSorted((a, b) => b.createdAt.localeCompare(a.createdAt))
  const kept = new Set(newestFirst.slice(0, 1))
  const grains: [Grain, number][] = [
    ['day', days],
    ['week', weeks],
    ['month', months],
  ]
  for (const [grain, count] of grains) {
    const units = Map.groupBy(newestFirst, ({ createdAt }) => startOf(dayOf(createdAt, zone), grain))
    for (const [newest] of [...units.values()].slice(0, count)) if (newest) kept.add(newest)
  }
  return newestFirst.filter((backup) => !kept.has(backup))
}
