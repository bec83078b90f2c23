import { scribeOf } from './activities.ts'
import type { Product } from './products.ts'
import type { Story } from './story.ts'
import type { Team } from './team.ts'

/**
 * Ana Duarte of Velo Porto, told to the day: she notices us, buys, is looked after, and comes back. The customer to open
 * first.
 */
export function tellOfAna(story: Story, team: Team, products: readonly Product[]): void {
  const { calendar, ground } = story
  const { was, willBe, on, day } = calendar
  const write = scribeOf(story, 'ana')
  const price = (euros: number) => story.price(euros, ground.currency)
  const product = (name: string) => products.find((one) => one.name === name)?.id ?? null
  const stage = (step: number) => ground.stages.open[Math.floor((step * ground.stages.open.length) / 4)]

  const firstVisit = was(-313, '09:42')
  const porto = { timeZone: 'Europe/Lisbon', language: 'pt', source: 'paid search' }
  const company = story.create('company', firstVisit, team.luca, {
    ...porto,
    name: 'Velo Porto',
    domain: 'veloporto.example',
    industry: 'Delivery and logistics',
    segment: 'Couriers',
    lifecycleStage: 'lead',
    employees: 64,
    annualRevenue: price(4_200_000),
    founded: 2016,
    phone: '+351 22 555 0140',
    website: 'https://veloporto.example',
    address: { street: 'Rua de Cedofeita 182', postalCode: '4050-174', city: 'Porto', country: 'Portugal' },
    tags: ['key account'],
    description:
      '<p>Couriers on bikes since 2016: parcels, meals and pharmacy rounds in Porto and Matosinhos. A second depot in Braga is being built.</p>',
  })
  const ana = story.create('person', firstVisit, team.luca, {
    ...porto,
    firstName: 'Ana',
    lastName: 'Duarte',
    email: 'ana@veloporto.example',
    phone: '+351 22 555 0142',
    company,
    jobTitle: 'Head of Operations',
    lifecycleStage: 'lead',
    owner: null,
    landingPage: '/couriers',
    tags: ['advises others'],
  })
  const rui = story.create('person', was(-250, '11:10'), team.mira, {
    ...porto,
    firstName: 'Rui',
    lastName: 'Figueiredo',
    email: 'rui@veloporto.example',
    company,
    jobTitle: 'Workshop lead',
    lifecycleStage: 'lead',
    owner: team.mira,
    source: 'referral',
  })
  const about = { person: ana, company, deal: null }

  // Marketing: she asks for the guide, uses the calculator, and is handed over.
  const guide = was(-291, '10:05')
  write.note(
    guide,
    team.luca,
    about,
    'Asked for the fleet guide on the couriers page. Read it twice, the chapter on downtime three times.',
  )
  write.note(
    was(-284, '16:20'),
    team.luca,
    about,
    'Typed 40 bikes and four hours of repairs a week into the downtime calculator.',
  )
  story.change('person', ana, was(-284, '16:21'), team.luca, { lifecycleStage: 'mql' })
  const handed = was(-280, '09:00')
  write.task(
    handed,
    team.luca,
    about,
    'Call Ana Duarte: 40 bikes, pays for downtime today',
    { at: was(-280, '12:00'), owner: team.mira, priority: 'high' },
    was(-280, '09:38'),
  )
  story.change('person', ana, was(-280, '09:38'), team.mira, { lifecycleStage: 'accepted', owner: team.mira })
  write.call(
    was(-280, '09:40'),
    team.mira,
    about,
    'First call with Ana',
    'Accepted and called within the hour. They replace 40 bikes before summer. What counts: a mechanic within two days, because a courier without a bike costs 140 a day.',
  )

  // Sales: 40 bikes for Porto.
  const opened = was(-276, '10:15')
  const deal = story.create('deal', opened, team.mira, {
    name: '40 e-bikes, Porto',
    company,
    person: ana,
    stage: stage(0),
    amount: price(45_000),
    owner: team.mira,
    developer: team.yuki,
    product: product('Courier C1'),
    openedOn: day(opened),
    expectedCloseOn: day(willBe(-225, '12:00')),
    source: porto.source,
    segment: 'Couriers',
    leadType: 'New business',
  })
  const onDeal = { ...about, deal }
  story.change('person', ana, opened, team.mira, { lifecycleStage: 'opportunity' })
  story.change('company', company, opened, team.mira, { lifecycleStage: 'opportunity', owner: team.mira })
  const visited = was(-268, '14:00')
  story.change('deal', deal, was(-268, '17:40'), team.mira, { stage: stage(1) })
  write.meeting(
    visited,
    team.mira,
    onDeal,
    'A morning at the Cedofeita depot',
    'Two shifts, 80 km a bike, no socket in the yard. Rui from the workshop joined: he wants parts on site and training for six mechanics.',
    'Porto',
  )
  write.note(
    was(-261, '11:30'),
    team.mira,
    onDeal,
    'Sent the first quote, 45,000. Ana asks for it without the trackers.',
  )
  const quoted = was(-255, '15:00')
  story.change('deal', deal, quoted, team.mira, { stage: stage(2), amount: price(42_000) })
  write.note(
    was(-254, '17:10'),
    team.mira,
    onDeal,
    'Objection: the price of the service plan. Answered with her own figures in the downtime calculator; it held.',
  )
  write.call(
    was(-246, '10:30'),
    team.mira,
    onDeal,
    'The last five per cent',
    'Her director wants five per cent off for signing this month. Agreed, against a reference visit in autumn.',
  )
  story.change('deal', deal, was(-246, '11:00'), team.mira, { stage: stage(3), amount: price(39_900) })
  const won = was(-235, '16:30')
  story.change('deal', deal, won, team.mira, { stage: ground.stages.won, wonReason: 'Service included' })
  story.change('person', ana, won, team.mira, { lifecycleStage: 'customer' })
  story.change('company', company, won, team.mira, { lifecycleStage: 'customer' })
  write.note(
    was(-235, '16:45'),
    team.mira,
    onDeal,
    'Signed for 39,900. Promised: training for 6 mechanics, spare batteries on site by June. Lena takes over.',
  )

  // Service: live on time, looked after since.
  write.call(
    was(-234, '17:20'),
    team.lena,
    about,
    'Hand-over and dates',
    'Took over from Mira. Agreed on the dates: delivery in two lots, training with the first one.',
  )
  write.meeting(
    was(-214, '09:00'),
    team.lena,
    { ...about, person: rui },
    'Training for six mechanics',
    'Motor, battery, brakes. Rui can swap a controller on his own now; the others need a second round.',
    'Porto',
  )
  write.note(
    was(-206, '12:00'),
    team.lena,
    about,
    'Live with all 40, two days ahead of plan. Spare batteries are in the yard.',
  )
  write.call(
    was(-150, '11:25'),
    team.tomas,
    { ...about, person: rui },
    'Brake squeal on five bikes',
    'Since the heat. Pads changed on site the next day.',
    true,
  )
  write.note(
    was(-118, '15:30'),
    team.ines,
    about,
    'Half-year look together: 98 % of bikes on the road, nine hours of downtime in all. Ana uses the figures in her own board.',
  )
  story.change('person', ana, was(-74, '10:00'), team.ines, { lifecycleStage: 'advocate' })
  write.note(
    was(-74, '10:00'),
    team.ines,
    about,
    'Gave us 5 of 5 and took two couriers from Lisbon through the depot. One of them has written to us since.',
  )
  // Care works at weekends too; before nine, the thanks came last night.
  const thanked = on(0, '09:10') < calendar.now ? on(0, '09:10') : on(-1, '19:10')
  write.call(
    on(-1, '14:05'),
    team.tomas,
    { ...about, person: rui },
    'Battery firmware on 12 bikes',
    'They stop charging at 80 %. Sent the update, all twelve go through it tonight.',
    true,
  )
  write.call(
    thanked,
    team.tomas,
    about,
    'Battery firmware on 12 bikes: solved',
    '“Thanks, all twelve charge again. Could we get the same for Braga?” Told Mira: a second site.',
    true,
  )

  // Sales again: the second site.
  const braga = was(-16, '11:00')
  const upsell = story.create('deal', braga, team.mira, {
    name: 'Second site, Braga',
    company,
    person: ana,
    stage: stage(0),
    amount: price(16_000),
    owner: team.mira,
    product: product('Courier C1'),
    openedOn: day(braga),
    expectedCloseOn: day(willBe(13, '12:00')),
    source: porto.source,
    segment: 'Couriers',
    leadType: 'Existing customer',
  })
  const onUpsell = { ...about, deal: upsell }
  write.note(
    was(-16, '11:20'),
    team.mira,
    onUpsell,
    'The depot in Braga opens in spring. Fourteen bikes and one charging locker to begin with.',
  )
  story.change('deal', upsell, was(-11, '09:50'), team.mira, { stage: stage(1) })
  story.change('deal', upsell, was(-6, '16:10'), team.mira, { stage: stage(2), amount: price(18_400) })
  write.task(
    was(-6, '16:15'),
    team.mira,
    onUpsell,
    'Call Ana about Braga',
    { at: willBe(2, '10:00'), priority: 'high' },
    null,
  )
  write.invite(was(-3, '12:00'), team.mira, onUpsell, 'Site visit, Braga depot', willBe(8, '10:30'), 'Braga')
}
