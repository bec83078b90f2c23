import ical, {
  ICalAttendeeRole,
  ICalAttendeeStatus,
  ICalCalendarMethod,
  ICalEventStatus,
} from 'ical-generator'
import { Temporal } from 'temporal-polyfill'
import { isZone } from '../../../contract/values/zone.ts'
import { invalidField } from '../../http/problem.ts'
import type { Change } from '../../records/behaviour.ts'
import { zoneComponent } from './zones/rules.ts'

/** How long a meeting lasts that does not say when it ends, in minutes. */
const usualLength = 30

/** A zone is one that there is; only a meeting that was moved leads to another. */
export function completeMeeting({ after: { values }, given }: Change): void {
  if (given.timeZone && !isZone(String(values.timeZone)))
    throw invalidField('timeZone', 'Use a time zone such as Europe/Lisbon')
  if (values.outcome !== 'rescheduled') values.movedTo = null
}

/** A meeting as a calendar shows it. */
export interface CalendarMeeting {
  uid: string
  sequence: number
  subject: string
  startsAt: string
  endsAt: string | null
  zone: string
  location: string | null
  link: string | null
  /** Rich text. */
  agenda: string | null
  organiser: { name: string; email: string } | null
  attendees: readonly { name: string; email: string }[]
  cancelled?: boolean
}

export const endOf = ({ startsAt, endsAt }: Pick<CalendarMeeting, 'startsAt' | 'endsAt'>): string =>
  endsAt ??
  Temporal.Instant.from(startsAt).add({ minutes: usualLength }).toString({ fractionalSecondDigits: 3 })

const entities: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  '#39': "'",
  nbsp: ' ',
}

/** Rich text in plain words, a line for each block. */
export const inPlainWords = (html: string): string =>
  html
    .replaceAll(/<br\s*\/?>|<\/(?:p|li|h\d|blockquote)>/g, '\n')
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll(/&(\w+|#39);/g, (whole, name: string) => entities[name] ?? whole)
    .replaceAll(/\n{2,}/g, '\n')
    .trim()

/** What is to be known beforehand. */
export const describe = ({ link, agenda }: Pick<CalendarMeeting, 'link' | 'agenda'>): string =>
  [link, agenda && inPlainWords(agenda)].filter(Boolean).join('\n\n')

/** iCalendar (RFC 5545) of meetings, each in its own zone; with a method an invitation or a cancellation (RFC 5546). */
export function calendarOf(
  meetings: readonly CalendarMeeting[],
  { name, method, now }: { name: string; method?: 'REQUEST' | 'CANCEL'; now: string },
): string {
  const moments = meetings.flatMap((meeting) => [meeting.startsAt, endOf(meeting)]).toSorted()
  const [first = now] = moments
  const last = moments.at(-1) ?? now
  const calendar = ical({
    name: method ? null : name,
    prodId: { company: 'Throughline', product: 'Throughline', language: 'EN' },
    ...(method && { method: ICalCalendarMethod[method] }),
    timezone: { name: null, generator: (zone) => zoneComponent(zone, first, last) },
  })
  for (const meeting of meetings) {
    const at = (moment: string) => Temporal.Instant.from(moment).toZonedDateTimeISO(meeting.zone)
    const description = describe(meeting)
    const event = calendar.createEvent({
      id: meeting.uid,
      sequence: meeting.sequence,
      stamp: Temporal.Instant.from(now).toZonedDateTimeISO('UTC'),
      start: at(meeting.startsAt),
      end: at(endOf(meeting)),
      timezone: meeting.zone,
      summary: meeting.subject,
      status: meeting.cancelled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
      ...(meeting.location && { location: meeting.location }),
      ...(description && { description }),
      ...(meeting.link && { url: meeting.link }),
      ...(meeting.organiser && { organizer: meeting.organiser }),
    })
    for (const attendee of meeting.attendees)
      event.createAttendee({
        ...attendee,
        role: ICalAttendeeRole.REQ,
        ...(method === 'REQUEST' && { rsvp: true, status: ICalAttendeeStatus.NEEDSACTION }),
      })
  }
  return calendar.toString()
}

/** What somebody was last sent of a meeting. */
export interface KnownInvitation {
  key: string
  sequence: number
  content: string
  cancelled: boolean
}

/**
 * What is to be sent, so that everybody's calendar shows the meeting as it is. An edition is counted up with each change
 * that calendars have to take over; who has the current one gets nothing.
 */
export function editionOf(
  known: readonly KnownInvitation[],
  taking: readonly string[],
  content: string,
  off: boolean,
): { sequence: number; invite: string[]; cancel: string[] } {
  const last = Math.max(-1, ...known.map(({ sequence }) => sequence))
  const live = known.filter(({ cancelled }) => !cancelled)
  const cancel = live.filter(({ key }) => off || !taking.includes(key)).map(({ key }) => key)
  if (off) return { sequence: last + 1, invite: [], cancel }
  const changed = live.some((one) => one.content !== content)
  const asked = new Set(live.map(({ key }) => key))
  const invite = changed ? [...taking] : taking.filter((key) => !asked.has(key))
  const back = known.some(({ key, cancelled }) => cancelled && taking.includes(key))
  return { sequence: changed || back || cancel.length > 0 ? last + 1 : Math.max(last, 0), invite, cancel }
}
