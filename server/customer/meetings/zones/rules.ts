import { Temporal } from 'temporal-polyfill'

const two = (value: number) => String(Math.abs(value)).padStart(2, '0')

/** `+HHMM`, with seconds where a zone has them. */
function offsetOf(nanoseconds: number): string {
  const seconds = Math.round(nanoseconds / 1e9)
  const rest = Math.abs(seconds) % 60
  return `${seconds < 0 ? '-' : '+'}${two(Math.trunc(seconds / 3600))}${two(Math.trunc((seconds % 3600) / 60))}${rest ? two(rest) : ''}`
}

const local = (at: Temporal.ZonedDateTime): string =>
  at.toPlainDateTime().toString({ smallestUnit: 'second' }).replaceAll(/[-:]/g, '')

/**
 * A zone as a VTIMEZONE (RFC 5545) with each change of its clock from the year before the first moment to the year after
 * the last, so that a calendar without time zone data of its own shows the right hour on either side of a change.
 */
export function zoneComponent(zone: string, from: string, to: string): string {
  const first = Temporal.Instant.from(from).toZonedDateTimeISO(zone)
  const end = Temporal.Instant.from(to).toZonedDateTimeISO(zone).year + 2
  let at = Temporal.PlainDate.from({ year: first.year - 1, month: 1, day: 1 }).toZonedDateTime(zone)
  const entries = [{ at, before: at.offsetNanoseconds }]
  for (;;) {
    const next: Temporal.ZonedDateTime | null = at.getTimeZoneTransition('next')
    if (!next || next.year >= end) break
    entries.push({ at: next, before: at.offsetNanoseconds })
    at = next
  }
  const standard = Math.min(...entries.map((entry) => entry.at.offsetNanoseconds))
  return [
    'BEGIN:VTIMEZONE',
    `TZID:${zone}`,
    ...entries.flatMap(({ at: begins, before }) => {
      const kind = begins.offsetNanoseconds > standard ? 'DAYLIGHT' : 'STANDARD'
      return [
        `BEGIN:${kind}`,
        // By the clock as it was until then.
        `DTSTART:${local(begins.withTimeZone('UTC').add({ nanoseconds: before }))}`,
        `TZOFFSETFROM:${offsetOf(before)}`,
        `TZOFFSETTO:${offsetOf(begins.offsetNanoseconds)}`,
        `END:${kind}`,
      ]
    }),
    'END:VTIMEZONE',
  ].join('\r\n')
}
