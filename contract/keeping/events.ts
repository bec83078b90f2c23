import type { EventType } from '../ledger/event-type.ts'

export const keepingEvents = [
  { type: 'person.erased', wing: 'customer', kind: 'change', label: 'Erased for privacy' },
  { type: 'person.exported', wing: 'customer', kind: 'change', label: 'Personal data exported' },
  { type: 'backup.failed', wing: 'team', kind: 'change', label: 'Backup failed', notice: true },
  { type: 'backup.made', wing: 'team', kind: 'change', label: 'Backup made' },
  { type: 'backup.downloaded', wing: 'team', kind: 'change', label: 'Backup downloaded' },
  { type: 'backup.deleted', wing: 'team', kind: 'change', label: 'Backup deleted' },
  { type: 'backup.scheduled', wing: 'team', kind: 'change', label: 'Schedule of backups changed' },
] as const satisfies EventType[]
