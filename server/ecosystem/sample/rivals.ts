import { addDays } from '../../../contract/values/day.ts'
import type { Deal } from './deals.ts'
import type { Story } from './story.ts'
import type { Team } from './team.ts'

const rivals = [
  ['Rapidrad', 'https://rapidrad.example', 'Cheaper by a tenth, and delivers late.'],
  ['Ciclo Forte', 'https://cicloforte.example', 'Strong in the south; their batteries do not swap.'],
  ['Lastenwerk', 'https://lastenwerk.example', 'Three-wheelers for cities, with a service of their own.'],
] as const

/** What customers say against buying, with the answers that work, the best first. */
export const objections = [
  ['Too expensive', 'Mostly said before they know what repairs cost them.',
    ['Show what a bike costs over five years', 'Offer the lease with service']],
  ['Batteries lose range in winter', 'Couriers have been burnt by others.',
    ['Lend two bikes for a cold week', 'Show the range guarantee']],
  ['No time to look after bikes', 'Hotels and shops have nobody for it.', ['Put the service plan into the offer']],
  ['We are bound to somebody else', 'Ask until when, and put a day into the calendar.',
    ['Start with the site that is not bound']],
  ['Our riders will not want it', 'It is the riders who decide in the end.', ['A test day with three riders']],
] as const // prettier-ignore

const steps = ['Call about the offer', 'Send the second offer', 'Test day with three riders', 'Meet the owner', 'Clear the service plan', 'Ask for the signature'] as const // prettier-ignore

/** Who else sells bikes, what speaks against ours, and what sellers mean to do next for their open deals. */
export function contend(story: Story, team: Team, deals: readonly Deal[]): void {
  const { calendar } = story
  const random = story.random('rivals')
  const founded = calendar.was(-540, '10:00')
  for (const [name, website, said] of rivals)
    story.create('competitor', founded, team.jonas, { name, website, description: `<p>${said}</p>` })
  for (const [name, said] of objections)
    story.create('objection', founded, team.jonas, { name, description: `<p>${said}</p>` })
  const today = calendar.day(calendar.now)
  for (const { id, status, stages, person } of deals) {
    // Some are forgotten, as everywhere.
    if (status !== 'open' || random.chance(0.2)) continue
    const days = random.weighted([[-random.int(1, 5), 2], [random.int(0, 3), 4], [random.int(4, 12), 4]]) // prettier-ignore
    story.change('deal', id, stages.at(-1) ?? calendar.now, team[person.seller], {
      nextStep: random.pick(steps),
      nextStepOn: addDays(today, days),
    })
  }
}
