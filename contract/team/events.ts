import type { EventType } from '../ledger/event-type.ts'

/** What happens to the company's machinery, besides changes of members and teams: for the audit log. */
export const teamEvents = [
  { type: 'role.created', wing: 'team', kind: 'change', label: 'Role created' },
  { type: 'role.updated', wing: 'team', kind: 'change', label: 'Role changed' },
  { type: 'role.deleted', wing: 'team', kind: 'change', label: 'Role deleted' },
  { type: 'invitation.created', wing: 'team', kind: 'change', label: 'Somebody invited' },
  { type: 'invitation.revoked', wing: 'team', kind: 'change', label: 'Invitation revoked' },
  { type: 'user.joined', wing: 'team', kind: 'change', label: 'Invitation accepted' },
  { type: 'user.signed-in', wing: 'team', kind: 'change', label: 'Signed in' },
  { type: 'user.sessions-ended', wing: 'team', kind: 'change', label: 'Sessions ended' },
  { type: 'user.password-set', wing: 'team', kind: 'change', label: 'Password set' },
  { type: 'user.second-factor-added', wing: 'team', kind: 'change', label: 'Second factor set up' },
  { type: 'user.second-factor-removed', wing: 'team', kind: 'change', label: 'Second factor removed' },
  { type: 'user.handed-over', wing: 'team', kind: 'change', label: 'Records handed over' },
  { type: 'user.handover-undone', wing: 'team', kind: 'change', label: 'Handing over taken back' },
  { type: 'sign-in-provider.created', wing: 'team', kind: 'change', label: 'Sign-in provider added' },
  { type: 'sign-in-provider.updated', wing: 'team', kind: 'change', label: 'Sign-in provider changed' },
  { type: 'sign-in-provider.deleted', wing: 'team', kind: 'change', label: 'Sign-in provider removed' },
  { type: 'key.created', wing: 'team', kind: 'change', label: 'API key created' },
  { type: 'key.renewed', wing: 'team', kind: 'change', label: 'API key renewed' },
  { type: 'key.revoked', wing: 'team', kind: 'change', label: 'API key revoked' },
  { type: 'organisation.updated', wing: 'team', kind: 'change', label: 'Company settings changed' },
  { type: 'outgoing-address.allowed', wing: 'team', kind: 'change', label: 'Address in the network allowed' },
  {
    type: 'outgoing-address.forbidden',
    wing: 'team',
    kind: 'change',
    label: 'Address in the network no longer allowed',
  },
] as const satisfies EventType[]
