import type { ViewInput } from '../../../contract/team/operations.ts'
import { system } from '../../http/caller.ts'
import type { Context } from '../../http/context.ts'
import { createView } from '../../team/views/commands.ts'

const columns = (...fields: string[]) => fields.map((field) => ({ field }))

/** What the team looks at together: shared by one of them, and gone with them. */
const sampleViews: readonly Pick<ViewInput, 'type' | 'name' | 'definition'>[] = [
  {
    type: 'deal',
    name: 'Closing soon',
    definition: {
      layout: 'calendar',
      calendar: { field: 'expectedCloseOn', span: 'month' },
      filter: { field: 'status', op: 'is', value: 'open' },
      columns: columns('amount', 'company', 'stage', 'owner'),
    },
  },
  {
    type: 'deal',
    name: 'Won by month',
    definition: {
      layout: 'table',
      group: { field: 'closedOn', unit: 'month' },
      filter: { field: 'status', op: 'is', value: 'won' },
      columns: columns('amount', 'company', 'owner', 'closedOn'),
    },
  },
  {
    type: 'meeting',
    name: 'This week’s meetings',
    definition: {
      layout: 'calendar',
      calendar: { field: 'startsAt', span: 'week' },
      columns: columns('company', 'owner'),
    },
  },
]

export async function bringViews(context: Context, owner: string): Promise<void> {
  const inner = { ...context, caller: system('sample', owner) }
  for (const view of sampleViews)
    await createView(inner, { ...view, shared: true, teams: [], roles: [], editable: false })
}
