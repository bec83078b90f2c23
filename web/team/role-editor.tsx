import '@mantine/core/styles/Checkbox.layer.css'
import { Button, Checkbox, TextInput } from '@mantine/core'
import { useState } from 'react'
import { companyRights } from '../../contract/team/role.ts'
import type { RoleAnswer } from '../../contract/team/role-routes.ts'
import { t } from '../text/seldom.ts'
import { Card } from '../ui/card.tsx'
import { useRoleChanges } from './role-api.ts'
import { RoleFields } from './role-fields.tsx'
import { RolePermissions } from './role-permissions.tsx'
import classes from './settings.module.css'

/** All that a role may do. What came along is shown, and whether it needs a second factor can be said of it too. */
export function RoleEditor({ role, onRemoved }: { role: RoleAnswer; onRemoved: () => void }) {
  const changes = useRoleChanges()
  const [draft, setDraft] = useState(role)
  const [saving, setSaving] = useState(false)
  const change = (part: Partial<RoleAnswer>) => setDraft({ ...draft, ...part })
  const save = async () => {
    setSaving(true)
    const { name, rights, permissions, fields, secondFactor } = draft
    const saved = await changes.update(
      role,
      role.builtIn ? { secondFactor } : { name, rights, permissions, fields, secondFactor },
    )
    if (!saved) setSaving(false)
  }
  const changed = JSON.stringify(draft) !== JSON.stringify(role)
  return (
    <Card>
      {!role.builtIn && (
        <div className={classes.form}>
          <TextInput
            label={t('roles.name')}
            value={draft.name}
            onChange={(event) => change({ name: event.currentTarget.value })}
          />
        </div>
      )}
      <section className={classes.section}>
        <Checkbox
          label={t('roles.secondFactor')}
          description={t('roles.secondFactorHelp')}
          checked={draft.secondFactor}
          onChange={(event) => change({ secondFactor: event.currentTarget.checked })}
        />
      </section>
      <section className={classes.section}>
        <h2 className={classes.heading}>{t('roles.rights')}</h2>
        {companyRights.map((right) => (
          <Checkbox
            key={right}
            label={t(`roles.${right}`)}
            checked={draft.rights.includes(right)}
            disabled={role.builtIn}
            onChange={(event) =>
              change({
                rights: companyRights.filter((one) =>
                  one === right ? event.currentTarget.checked : draft.rights.includes(one),
                ),
              })
            }
          />
        ))}
      </section>
      <section className={classes.section}>
        <h2 className={classes.heading}>{t('roles.records')}</h2>
        <RolePermissions
          permissions={draft.permissions}
          fixed={role.builtIn}
          onChange={(permissions) => change({ permissions })}
        />
      </section>
      {!role.builtIn && (
        <section className={classes.section}>
          <h2 className={classes.heading}>{t('roles.fields')}</h2>
          <RoleFields fields={draft.fields} onChange={(fields) => change({ fields })} />
        </section>
      )}
      <div className={classes.closing}>
        <Button variant="filled" disabled={!changed} loading={saving} onClick={() => void save()}>
          {t('roles.save')}
        </Button>
        {!role.builtIn && role.members === 0 && (
          <Button
            onClick={() =>
              void changes.remove(role).then((removed) => {
                if (removed) onRemoved()
              })
            }
          >
            {t('roles.delete')}
          </Button>
        )}
      </div>
    </Card>
  )
}
