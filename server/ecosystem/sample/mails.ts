import type { Deal } from './deals.ts'
import type { Story } from './story.ts'
import { members, type Team } from './team.ts'
import { paragraph } from './texts.ts'

/** What buyers ask by mail, and what they are answered. */
const threads = [
  [
    'Delivery to {city}',
    'Hello, how long does delivery of {units} {plural} to {city} take, and who unloads them?',
    'Hello {first}, about three weeks. Our driver unloads them, so nobody of yours has to lift anything.',
  ],
  [
    'Batteries and warranty',
    'Two questions from our workshop: how long do the batteries last, and who changes them after that?',
    'Hello {first}, they are good for 60,000 km, with five years of warranty. A change takes your workshop ten minutes; you get the manual with the first one.',
  ],
  [
    'A day to try one',
    'Could two of our drivers try one for a day before {company} decides?',
    'With pleasure, {first}. I bring two to {city} next week; tell me which morning suits the drivers.',
  ],
] as const

const hour = 3_600_000

/** Mail on the way to a deal: a question and its answer, some hours later. */
export function writeMails(story: Story, team: Team, deals: readonly Deal[]): void {
  const random = story.random('mails')
  for (const deal of deals) {
    if (!random.chance(0.35)) continue
    const { person, company } = deal
    const seller = team[person.seller]
    const filling: Record<string, string> = {
      first: person.first,
      city: company?.city ?? 'town',
      company: company?.name ?? person.first,
      units: String(deal.units),
      plural: deal.product.plural,
    }
    const [subject, asked, answer] = random
      .pick(threads)
      .map((text) => text.replaceAll(/\{(\w+)\}/g, (_, name: string) => filling[name] ?? '')) as [
      string,
      string,
      string,
    ]
    const askedAt = new Date(Date.parse(deal.openedAt) + random.int(3, 60) * hour).toISOString()
    const answeredAt = new Date(Date.parse(askedAt) + random.int(1, 6) * hour).toISOString()
    if (answeredAt >= (deal.closedAt ?? story.calendar.now) || answeredAt >= story.calendar.now) continue
    const about = {
      person: person.id,
      company: company?.id ?? null,
      deal: deal.id,
      owner: seller,
      conversation: `<${deal.id}@question.example>`,
    }
    story.create('email', askedAt, null, {
      ...about,
      subject,
      direction: 'inbound',
      sentAt: askedAt,
      sender: person.first,
      body: paragraph(asked),
    })
    story.create('email', answeredAt, seller, {
      ...about,
      subject: `Re: ${subject}`,
      direction: 'outbound',
      sentAt: answeredAt,
      sender: members[person.seller].name,
      recipients: person.first,
      body: paragraph(answer),
    })
  }
}
