import type { Random } from './random.ts'

/** What members of the sample team write down. `{…}` is filled in from the deal; HTML as notes have it. */
export const texts = {
  introduced: [
    '{first} has {units} bikes in mind for {city} and wants to know what a breakdown costs us, not them.',
    'Got through at the second try. {first} read the fleet guide and asked about the service plan first.',
    'They rent today, at a price that makes buying pay within 14 months. {first} wants that in writing.',
    'Short call between two meetings. Interested, wants numbers she can show upstairs.',
    '{first} compares us with two others. What decides: who repairs, and how fast.',
    'Has tried consumer bikes, broke nine frames in a winter. Wants something made for work.',
    'Knows us from the fair. Would start with a pilot of five, then {units}.',
    'Asked whether the batteries of the older model fit. They do.',
  ],
  unanswered: [
    ['left_message', 'Left a message, will try again on Thursday.'],
    ['no_answer', 'Rang out. Wrote a line instead.'],
    ['left_message', 'The front desk took a note.'],
    ['busy', 'Busy, twice. Trying again after lunch.'],
  ],
  discovered: [
    'Walked through a day at {company}: two shifts, 60 to 90 km a bike, no place to charge at noon. Swapping batteries solves it.',
    'Budget sits with the director, the wish with {first}. Wants the total over four years, not the price of a bike.',
    'They lose about three hours a week a bike to repairs. Showed the downtime calculator; {first} typed in their own figures.',
    'Storage is the bottleneck: one cellar, one socket. Charging locker belongs in the offer.',
    'Test ride with four of the staff. The brakes impressed, the saddle did not. Noted for the offer.',
    'Insurance wants a tracker in each bike. Added to the list.',
    'Season starts in April; anything delivered later is of no use to them this year.',
    'Three sites, one purchasing. {city} decides, the others follow if it works.',
  ],
  objected: [
    'Objection: the price of the service plan. Went through a year of their own repair bills; it held.',
    '{first} has a cheaper offer with a two-week repair time. Asked what two weeks cost them.',
    'They want 60 days to pay. Finance agrees to 45.',
    'Works council wants to see the bikes first. Demo bikes go out on Monday.',
    'Legal asks for our data protection terms because of the tracker. Sent.',
    'Would sign for {units} if delivery is in two lots. That suits the factory as well.',
  ],
  lost: {
    Price:
      'Lost on price: the other offer is 11 % lower, without service. {first} will call when the first winter is over.',
    'Chose a competitor':
      'They went with their shop around the corner. {first} was sorry; the decision came from above.',
    Timing: 'Not this season. {first} asks us to come back in autumn, when the next year is planned.',
    'No budget this year':
      'Budget frozen until January. Interest is unchanged, so I keep a date in the calendar.',
    'No answer any more': 'Five tries in three weeks. Closing it; marketing may keep {first} warm.',
    'Missing feature': 'They need a bike that carries two containers side by side. We do not build that.',
  } as Record<string, string>,
  won: [
    'Signed. Promised: delivery in two lots, first service after 500 km, one contact for everything.',
    'Signed by {first} this morning. Promised: training for the mechanics and spare batteries on site before the season.',
    'They took the offer as it was. What tipped it: a mechanic within two days. We must keep that one.',
    'Signed, with the service plan. {first} would talk to others about us once the first quarter went well.',
  ],
  kickedOff: [
    'Handed over {units} {plural}. Every rider got twenty minutes; two seats changed on the spot.',
    'Delivery complete, papers signed. {first} knows whom to call and how the app works.',
    'Live. Charging runs overnight, the first swap took eleven seconds.',
    'Second lot arrived a day early. One bell missing, sent by post.',
  ],
  served: [
    ['Display stays dark', 'One bike only. A loose plug at the motor; {first} fixed it on the phone.'],
    ['A second set of keys', 'Wants a spare set at the desk. On the way.'],
    ['Batteries in the cold', 'Asked how cold they may get. Told: ride to minus ten, charge above zero.'],
    ['Brake pads', 'Worn after 2,100 km, as expected in the hills. Covered by the plan.'],
    ['Three punctures on one bike', 'A spoke end was the cause. The shop replaces the wheel.'],
    ['How it is going', 'All well. {first} volunteers that the riders fight over ours.'],
    ['A noise at the back', 'Two riders report it. It is the mudguard; sent the clip that cures it.'],
  ],
  checkedIn: [
    'Quarterly look together: 97 % of bikes on the road, two services planned.',
    'They ride 20 % more than planned. Suggested moving the service forward.',
    'Happy. A second site is being talked about; told sales.',
    'Two bikes stand unused since the summer. Offered to take them back at book value.',
  ],
  nextSteps: [
    'Send the revised offer to {first}',
    'Call {first} about the delivery date',
    'Ask {first} who else decides',
    'Book the test ride at {company}',
    'Send the four-year calculation to {first}',
    'Clarify the terms of payment with {company}',
    'Remind {first} of the signature',
  ],
  careSteps: [
    'Plan the yearly check with {company}',
    'Ask {first} how the first weeks went',
    'Send the new battery guide to {company}',
    'Review the ride data with {first}',
  ],
} as const

export interface Filling {
  first: string
  company: string
  units: number
  plural: string
  city: string
}

export const filled = (text: string, filling: Filling): string =>
  text.replaceAll(/\{(\w+)\}/g, (_, name: keyof Filling) => String(filling[name]))

/** A paragraph, as the editor writes it. */
export const paragraph = (text: string): string => `<p>${text.replaceAll('&', '&amp;')}</p>`

export const say = (list: readonly string[], filling: Filling, random: Random): string =>
  filled(random.pick(list), filling)
