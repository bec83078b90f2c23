import type { NewOwnField } from '../../../contract/records/own-field.ts'
import { addDays } from '../../../contract/values/day.ts'
import type { Story } from './story.ts'

/** What the bicycle maker keeps of its customers beside what everybody keeps. */
export const sampleFields: readonly NewOwnField[] = [
  {
    recordType: 'company',
    type: 'choice',
    label: 'Service plan',
    help: 'Who looks after their bicycles, and how often',
    options: [{ label: 'None' }, { label: 'Yearly' }, { label: 'Full care' }],
  },
  { recordType: 'company', type: 'number', label: 'Bicycles in use', help: 'As they told us last' },
  {
    recordType: 'deal',
    type: 'date',
    label: 'Delivery wanted',
    help: 'By when the bicycles are to be there',
  },
  {
    recordType: 'company',
    type: 'formula',
    label: 'Won value',
    help: 'All that they have bought, as it was worth then',
    formula: "sum(deals.amount where status = 'won')",
  },
  {
    recordType: 'deal',
    type: 'formula',
    label: 'Expected value',
    help: 'The amount by how likely it is',
    formula: "if(status = 'open', amount * orElse(probability, stage.probability))",
  },
]

/** Fills them in, for customers and orders that are there already. */
export function fillOwnFields(story: Story): void {
  const random = story.random('own fields')
  for (const { is, type, values } of story.writes) {
    if (is !== 'new') continue
    if (type === 'company' && random.chance(0.6)) {
      values.own_service_plan = random.weighted([
        ['none', 3],
        ['yearly', 5],
        ['full_care', 2],
      ])
      values.own_bicycles_in_use = Math.max(3, Math.round(random.around(24, 0.9)))
    }
    if (type === 'deal' && typeof values.expectedCloseOn === 'string' && random.chance(0.7))
      values.own_delivery_wanted = addDays(values.expectedCloseOn, random.int(30, 90))
  }
}
