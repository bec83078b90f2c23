import type { Story } from './story.ts'
import type { Team } from './team.ts'

const text = (value: unknown) => (typeof value === 'string' ? value : '')

/** Two letters change places, as when somebody types in a hurry. */
const misspelt = (name: string) =>
  name.length < 4 ? name : `${name.slice(0, -3)}${name.at(-2)}${name.at(-3)}${name.at(-1)}`

/** Somebody was entered once more: at the fair, by a form, by a colleague who did not look. */
const ways: readonly ((values: Record<string, unknown>) => Record<string, unknown>)[] = [
  // On a card from the fair: no mail, and an initial for the first name.
  ({ firstName, lastName, phone, company }) => ({
    firstName: `${text(firstName)[0]}.`,
    lastName,
    phone,
    company,
    source: 'trade fair',
    tags: ['fair Cologne'],
  }),
  // By the newsletter's form, from home, with the names in each other's place.
  ({ firstName, lastName, phone }) => ({
    firstName: lastName,
    lastName: firstName,
    phone,
    email: `${text(firstName)}.${text(lastName)}@home.example`
      .normalize('NFKD')
      .replaceAll(/[^\w.@-]/g, '')
      .toLowerCase(),
    lifecycleStage: 'subscriber',
  }),
  // By phone, as it was heard.
  ({ firstName, lastName, phone, company, jobTitle }) => ({
    firstName,
    lastName: misspelt(text(lastName)),
    phone,
    company,
    jobTitle,
  }),
]

/** A few people are there twice, for somebody to find and merge; and two share a phone who are two. */
export function enterTwice(story: Story, team: Team): void {
  const random = story.random('twice')
  const known = story.writes.filter(
    ({ is, type, values }) => is === 'new' && type === 'person' && values.phone && values.company,
  )
  for (let i = 0; i < 7; i++) {
    const one = known[Math.floor(((i + 0.5) * known.length) / 7)]
    if (!one) continue
    const values = ways[i % ways.length]?.(one.values) ?? {}
    const at = story.calendar.later(one.at, random.int(20, 90), random)
    if (at) story.create('person', at, i % 2 ? team.yuki : team.luca, { ...values, owner: null })
  }
  const [switchboard] = known
  const at = switchboard && story.calendar.later(switchboard.at, 12, random)
  if (at)
    story.create('person', at, team.luca, {
      firstName: 'Pelagia',
      lastName: 'Quintanilha',
      phone: switchboard.values.phone,
      company: switchboard.values.company,
      jobTitle: 'Reception',
      owner: null,
    })
}
