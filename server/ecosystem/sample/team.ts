import type { Story } from './story.ts'

/** Who works at the sample company, by the name that the rest of the story calls them. */
export const members = {
  helena: { name: 'Helena Duvall', role: 'manager', team: null, zone: null },
  jonas: { name: 'Jonas Lindqvist', role: 'manager', team: 'sales', zone: 'Europe/Stockholm' },
  mira: { name: 'Mira Sokolova', role: 'seller', team: 'sales', zone: 'Europe/Lisbon' },
  diego: { name: 'Diego Santamaría', role: 'seller', team: 'sales', zone: 'Europe/Madrid' },
  aoife: { name: 'Aoife Brennan', role: 'seller', team: 'sales', zone: 'Europe/Dublin' },
  pavel: { name: 'Pavel Novák', role: 'seller', team: 'sales', zone: 'Europe/Berlin' },
  yuki: { name: 'Yuki Tanaka', role: 'seller', team: 'sales', zone: 'Europe/Berlin' },
  priya: { name: 'Priya Raman', role: 'manager', team: 'demand', zone: 'Europe/London' },
  luca: { name: 'Luca Moretti', role: 'marketer', team: 'demand', zone: 'Europe/Rome' },
  lena: { name: 'Lena Falk', role: 'manager', team: 'care', zone: 'Europe/Berlin' },
  tomas: { name: 'Tomas Vrba', role: 'agent', team: 'care', zone: 'Europe/Prague' },
  ines: { name: 'Inês Carvalho', role: 'agent', team: 'care', zone: 'Europe/Lisbon' },
} as const

const teams = {
  sales: { name: 'Fleet sales', manager: 'jonas' },
  demand: { name: 'Demand generation', manager: 'priya' },
  care: { name: 'Customer care', manager: 'lena' },
} as const

export type Member = keyof typeof members
export type Team = Record<Member, string>

const mailOf = (name: string) =>
  `${name.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().split(' ')[0]}@northwind-cycles.example`

/** Everybody was there before the first customer of the story. */
export function hireTeam(story: Story): Team {
  const founded = story.calendar.was(-600, '09:00')
  const teamIds = Object.fromEntries(
    Object.entries(teams).map(([key, { name }]) => [key, story.create('team', founded, null, { name })]),
  ) as Record<keyof typeof teams, string>
  const team = Object.fromEntries(
    Object.entries(members).map(([key, { name, role, team: of, zone }]) => {
      const values = { name, role, email: mailOf(name), team: of && teamIds[of], timeZone: zone }
      return [key, story.create('user', founded, null, values)]
    }),
  ) as Team
  const settled = story.calendar.was(-599, '09:00')
  for (const [key, { manager }] of Object.entries(teams))
    story.change('team', teamIds[key as keyof typeof teams], settled, null, { manager: team[manager] })
  for (const [key, { team: of }] of Object.entries(members)) {
    const manager: Member | null =
      of && teams[of].manager !== key ? teams[of].manager : key === 'helena' ? null : 'helena'
    if (manager) story.change('user', team[key as Member], settled, null, { manager: team[manager] })
  }
  return team
}
