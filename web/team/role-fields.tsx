import { NativeSelect } from '@mantine/core'
import { useState } from 'react'
import type { RoleAnswer } from '../../contract/team/role-routes.ts'
import { useTypes } from '../shell/types.ts'
import { fieldLabel, typeLabel } from '../text/labels.ts'
import { t } from '../text/seldom.ts'
import classes from './settings.module.css'

type Fields = RoleAnswer['fields']
type Limit = Fields[string][string]

/** Which fields of a record type the role only reads, or is not to know of; one type at a time. */
export function RoleFields({ fields, onChange }: { fields: Fields; onChange: (fields: Fields) => void }) {
  const types = useTypes()
  const [name, setName] = useState(() => Object.keys(fields)[0] ?? 'person')
  const type = types.all.find((one) => one.name === name)
  const limits = fields[name] ?? {}
  const set = (field: string, limit: Limit | '') => {
    const { [field]: _, ...others } = limits
    const { [name]: __, ...rest } = fields
    const next = limit === '' ? others : { ...others, [field]: limit }
    onChange(Object.keys(next).length === 0 ? rest : { ...rest, [name]: next })
  }
  return (
    <>
      <p className={classes.muted}>{t('roles.fieldsText')}</p>
      <div className={classes.form}>
        <NativeSelect
          label={t('roles.fieldType')}
          value={name}
          data={types.all.map((one) => {
            const count = Object.keys(fields[one.name] ?? {}).length
            const label = typeLabel(one).many
            return {
              value: one.name,
              label: count > 0 ? `${label} · ${t('roles.limited', { count })}` : label,
            }
          })}
          onChange={(event) => setName(event.currentTarget.value)}
        />
      </div>
      {type && (
        <div
          className={classes.limits}
          role="group"
          aria-label={t('roles.fieldsOf', { type: typeLabel(type).many })}
        >
          {Object.entries(type.fields).map(([field, declared]) => (
            <NativeSelect
              key={field}
              label={fieldLabel(declared)}
              value={limits[field] ?? ''}
              data={[
                { value: '', label: t('roles.write') },
                { value: 'read', label: t('roles.read') },
                { value: 'hidden', label: t('roles.hidden') },
              ]}
              onChange={(event) => set(field, event.currentTarget.value as Limit | '')}
            />
          ))}
        </div>
      )}
    </>
  )
}
