import type { SeldomKey } from '../text/seldom.ts'

/**
 * Every key that can be exchanged for an own one, with all that it does, page by page. Arrows, Enter, Escape and the like
 * stay what they are everywhere. A test holds it against the pages.
 */
export const keyList: readonly { keys: string; does: readonly SeldomKey[] }[] = [
  { keys: 'mod+k', does: ['keys.search'] },
  { keys: '/', does: ['keys.search'] },
  { keys: '?', does: ['keys.show'] },
  { keys: 'mod+z', does: ['keys.undo'] },
  { keys: 'j', does: ['keys.down'] },
  { keys: 'k', does: ['keys.up'] },
  { keys: 'o', does: ['keys.open'] },
  { keys: 'x', does: ['keys.select', 'lead.disqualify'] },
  { keys: 'e', does: ['keys.edit', 'today.finish'] },
  { keys: 'c', does: ['keys.create', 'customer.call', 'lead.logCall', 'today.call', 'calls.dial'] },
  { keys: 'f', does: ['keys.filter', 'duplicates.compare'] },
  { keys: 'b', does: ['board.show'] },
  {
    keys: 'n',
    does: [
      'notifications.title',
      'customer.note',
      'duplicates.dismiss',
      'lead.logNote',
      'today.note',
      'calls.note',
    ],
  },
  { keys: 't', does: ['customer.task'] },
  { keys: 'm', does: ['customer.meeting', 'duplicates.merge', 'lead.logMeeting'] },
  { keys: 's', does: ['duplicates.skip', 'quote.send', 'today.postpone'] },
  { keys: 'w', does: ['deal.won', 'lead.work'] },
  { keys: 'l', does: ['deal.lost'] },
  { keys: 'r', does: ['deal.reopen', 'records.restore', 'lead.reopen'] },
  { keys: 'y', does: ['closing.giveReason', 'lead.recycle'] },
  { keys: 'q', does: ['lead.qualify', 'deal.quote'] },
  { keys: 'd', does: ['lead.convert'] },
  { keys: 'a', does: ['guide.answer'] },
  { keys: 'p', does: ['today.next'] },
  { keys: 'i', does: ['keys.writeMail'] },
]

/** What stays where it is: what moves, opens and closes everywhere, and the choices of the first visit. */
export const fixedKeys: readonly string[] = [
  'arrowdown',
  'arrowup',
  'arrowleft',
  'arrowright',
  'pagedown',
  'pageup',
  'enter',
  'mod+enter',
  'mod+s',
  'escape',
  'delete',
  'space',
  '1',
  '2',
  '3',
  '4',
  '5',
  '6',
  '7',
]
