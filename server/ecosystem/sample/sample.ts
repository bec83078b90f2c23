import { rememberActivities } from './activities.ts'
import { tellOfAna } from './ana.ts'
import { foundCompanies } from './companies.ts'
import { fillDay } from './days.ts'
import { fillOwnFields } from './fields.ts'
import { sellFleets } from './deals.ts'
import { followLeads } from './leads.ts'
import { writeMails } from './mails.ts'
import { meetPeople } from './people.ts'
import { makeProducts } from './products.ts'
import { beginStory, type Ground, type Write } from './story.ts'
import { priceFleets } from './price-lists.ts'
import { contend } from './rivals.ts'
import { hireTeam } from './team.ts'
import { enterTwice } from './twice.ts'

/**
 * All that happened at the sample company up to now. Each area is a file that tells its part by what the earlier ones
 * made; a new one goes at the end and draws chance of its own, so that what is told already stays as it is.
 */
export function tellSample(ground: Ground): readonly Write[] {
  const story = beginStory(ground)
  const team = hireTeam(story)
  const products = makeProducts(story, team)
  const companies = foundCompanies(story, team)
  const people = meetPeople(story, team, companies)
  const deals = sellFleets(story, team, products, people)
  rememberActivities(story, team, people, deals)
  tellOfAna(story, team, products)
  fillOwnFields(story)
  enterTwice(story, team)
  priceFleets(story, team, products)
  followLeads(story, team, people, deals)
  contend(story, team, deals)
  fillDay(story, deals)
  writeMails(story, team, deals)
  return story.writes
}
