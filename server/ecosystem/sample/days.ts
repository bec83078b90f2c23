import { callListRoutes } from '../../../contract/sales/call-lists.ts'
import { system } from '../../http/caller.ts'
import type { Context } from '../../http/context.ts'
import { createCallList } from '../../sales/call-lists/commands.ts'
import type { Deal } from './deals.ts'
import type { Story, Write } from './story.ts'
import { paragraph } from './texts.ts'

const agenda = `<ul>${[
  'How their season went',
  'What the new batteries change',
  'Numbers for twelve bikes',
  'Who decides, and when',
]
  .map((point) => `<li>${point}</li>`)
  .join('')}</ul>`

/** What whoever looks around has today: a demo and a visit, prepared for; in the evening they are tomorrow’s. */
export function fillDay(story: Story, deals: readonly Deal[]): void {
  const { calendar, ground } = story
  const { me } = ground
  if (!me) return
  const random = story.random('day')
  const open = deals.filter(({ status, company }) => status === 'open' && company)
  const plans = [
    {
      clock: '14:00',
      kind: 'demo',
      subject: 'Demo: swappable batteries',
      link: 'https://meet.example/batteries',
    },
    { clock: '16:30', kind: 'meeting', subject: 'Going through the offer', location: 'At their depot' },
  ]
  for (const { clock, ...plan } of plans) {
    const deal = random.pick(open)
    const startsAt = calendar.on(0, clock) > calendar.now ? calendar.on(0, clock) : calendar.on(1, clock)
    story.create('meeting', calendar.was(-6, '11:40'), me, {
      ...plan,
      startsAt,
      endsAt: new Date(Date.parse(startsAt) + 45 * 60_000).toISOString(),
      timeZone: ground.zone,
      agenda: plan.kind === 'demo' ? agenda : paragraph('The new prices, and delivery before the season.'),
      person: deal.person.id,
      company: deal.company?.id ?? null,
      deal: deal.id,
      owner: me,
      attendees: [deal.person.id],
    })
  }
}

const most = 24

/** A list to call through together: leads of the fair who have a number. It goes with the member who made it. */
export async function bringCallList(context: Context, writes: readonly Write[]): Promise<void> {
  const people = writes.filter(
    ({ is, type, values }) =>
      is === 'new' && type === 'person' && values.phone && values.source === 'trade fair',
  )
  const seller = writes.find(
    ({ is, type, values }) => is === 'new' && type === 'user' && values.role === 'seller',
  )
  if (people.length === 0 || !seller) return
  const inner = { ...context, caller: system('sample', seller.id) }
  const body = callListRoutes.create.body?.parse({
    name: 'Visitors of the fair',
    recordType: 'person',
    selection: { ids: people.slice(0, most).map(({ id }) => id) },
    reason: 'Left their card at our stand in Cologne',
    script:
      'We met at the fair in Cologne. What made you stop at our stand?\n\nHow do you deliver today, and what does a van cost you a month?\n\nWho else would want to ride one before you decide?',
    shared: true,
  })
  if (body) await createCallList(inner, body)
}
