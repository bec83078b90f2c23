import { recordType } from '../records/record-type.ts'
import { roles } from './role.ts'

/** A member of the team. A member may exist without sign-in: an import knows owners who never came. */
export const user = recordType({
  name: 'user',
  plural: 'users',
  label: { one: 'Team member', many: 'Team members' },
  wing: 'team',
  setting: true,
  columns: ['email', 'role', 'team', 'manager', 'active'],
  fields: {
    name: {
      type: 'text',
      label: 'Name',
      required: true,
      searched: true,
      example: 'Rui Costa',
      alsoKnownAs: ['sales agent', 'employee'],
    },
    email: { type: 'email', label: 'E-mail', unique: true, searched: true },
    role: { type: 'choice', label: 'Role', required: true, default: 'viewer', options: roles, open: true },
    team: { type: 'reference', to: 'team', label: 'Team', inverse: { name: 'members', label: 'Members' } },
    manager: { type: 'user', label: 'Manager' },
    timeZone: { type: 'text', label: 'Time zone', example: 'Europe/Lisbon' },
    active: { type: 'yesNo', label: 'Active', required: true, default: true },
  },
})

export const team = recordType({
  name: 'team',
  plural: 'teams',
  label: { one: 'Team', many: 'Teams' },
  wing: 'team',
  setting: true,
  columns: ['manager', 'parent'],
  fields: {
    name: { type: 'text', label: 'Name', required: true, unique: true, searched: true, example: 'North' },
    manager: { type: 'user', label: 'Manager' },
    parent: {
      type: 'reference',
      to: 'team',
      label: 'Part of',
      inverse: { name: 'subteams', label: 'Teams below' },
    },
  },
})
