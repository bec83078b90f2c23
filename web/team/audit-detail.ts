import type { RecordTypes } from '../../contract/record-types.ts'
import type { AuditEntry } from '../../contract/team/audit.ts'
import { fieldLabel } from '../text/labels.ts'
import { t } from '../text/seldom.ts'

const texts = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((one) => typeof one === 'string') : []

const settings = {
  name: t('audit.setting.name'),
  timeZone: t('audit.setting.timeZone'),
  currency: t('audit.setting.currency'),
}

const changeOf = (change: unknown): string =>
  texts(change).length === 2 ? `: ${texts(change).join(' → ')}` : ''

/** What an entry of the audit log says besides what happened, in words. */
export function auditDetail({ type: event, subject, changes, data }: AuditEntry, types: RecordTypes): string {
  if (event === 'export.made') {
    const count = Number(data['rows'] ?? 0)
    const asked = ['filter', 'q'].some((name) => data[name] !== undefined && data[name] !== null)
    return [
      t('audit.rows', { count }),
      typeof data['format'] === 'string' ? data['format'].toUpperCase() : '',
      asked ? t('audit.filtered', { filter: JSON.stringify(data['filter'] ?? data['q']) }) : '',
      data['complete'] === false ? t('audit.broken') : '',
    ]
      .filter(Boolean)
      .join(', ')
  }
  if (event.startsWith('key.')) return texts(data['scopes']).join(', ')
  const changed = texts(data['changed'])
  if (changed.length > 0) return changed.join(', ')
  const type = types.all.find(({ name }) => name === subject.type)
  return Object.entries(changes)
    .map(([name, change]) => {
      if (subject.type === 'organisation' && name in settings)
        return settings[name as keyof typeof settings] + changeOf(change)
      const declared = type?.fields[name] ?? type?.retired?.[name]
      return declared ? fieldLabel(declared) : name
    })
    .join(', ')
}
