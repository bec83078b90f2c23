import { recordTypeOf } from '../../../contract/record-types.ts'
import type { RecordType } from '../../../contract/records/record-type.ts'
import { mentionsIn } from '../../records/rich-text.ts'

type Changes = Record<string, [before: unknown, after: unknown]>

/** What the ledger says of a change, personal values included. */
export interface Told {
  id: string
  tx: number
  type: string
  origin: string
  actorId: string | null
  subjectType: string
  subjectId: string
  changes: Changes
}

export interface NewNotification {
  userId: string
  kind: 'mention' | 'assignment'
  subjectType: string
  subjectId: string
  eventId: string
  count: number
}

/** What an import or a sample brings has happened long ago, or never. */
const silent = new Set(['import', 'sample'])

/** An owner of these wrote or made them; of all others they are to act. */
const authored = new Set(['note', 'call'])

const mentions = (value: unknown) => (typeof value === 'string' ? mentionsIn(value) : [])

function mentioned({ subjectType, changes }: Told): string[] {
  const { fields }: RecordType = recordTypeOf(subjectType)
  return Object.entries(changes).flatMap(([name, [before, after]]) => {
    if (fields[name]?.type !== 'longText') return []
    const already = new Set(mentions(before))
    return mentions(after).filter((id) => !already.has(id))
  })
}

function assigned({ subjectType, changes }: Told): string | null {
  const { owner }: RecordType = recordTypeOf(subjectType)
  const after = owner && !authored.has(subjectType) ? changes[owner]?.[1] : null
  return typeof after === 'string' ? after : null
}

/**
 * Whom these changes are news to: those newly mentioned, and those who were given something, by somebody else. Many
 * records given in one act are one piece of news.
 */
export function newsOf(events: readonly Told[]): NewNotification[] {
  const news = new Map<string, NewNotification>()
  for (const event of events) {
    if (silent.has(event.origin)) continue
    const { id: eventId, actorId, subjectType, subjectId } = event
    for (const userId of new Set(mentioned(event)))
      if (userId !== actorId)
        news.set(`${userId} mention ${eventId}`, {
          userId,
          kind: 'mention',
          subjectType,
          subjectId,
          eventId,
          count: 1,
        })
    const userId = assigned(event)
    if (!userId || userId === actorId) continue
    const act = `${userId} assignment ${event.tx} ${subjectType}`
    const known = news.get(act)
    if (known) known.count += 1
    else news.set(act, { userId, kind: 'assignment', subjectType, subjectId, eventId, count: 1 })
  }
  return [...news.values()]
}
