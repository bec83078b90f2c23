import { ActionIcon, Button, TextInput } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { dealSettingsRoutes, type DealSettings } from '../../../contract/sales/deal-settings.ts'
import { call, messageOf } from '../../shell/api.ts'
import { t } from '../../text/seldom.ts'
import { Card } from '../../ui/card.tsx'
import { toastFailed } from '../../ui/toast.tsx'
import { dealSettingsQuery, roleLabel } from './deal-api.ts'
import classes from './deal-depth.module.css'

type Roles = DealSettings['buyingRoles']

/** A key by which a name of the company's own is kept: never one that is there already. */
function keyFor(label: string, roles: Roles): string {
  const plain = label
    .normalize('NFD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^[^a-z]+|-+$/g, '')
    .slice(0, 30)
  const begun = plain || 'role'
  const taken = new Set(roles.map(({ key }) => key))
  let key = begun
  for (let at = 2; taken.has(key); at++) key = `${begun}-${at}`
  return key
}

/** The parts that people can have in buying. */
export function RolesCard({ canEdit }: { canEdit: boolean }) {
  const queries = useQueryClient()
  const { data } = useQuery(dealSettingsQuery)
  const [name, setName] = useState('')
  const roles = data?.buyingRoles ?? []
  const set = async (buyingRoles: Roles) => {
    try {
      const saved = await call(dealSettingsRoutes.change, { body: { buyingRoles } })
      queries.setQueryData(dealSettingsQuery.queryKey, saved)
    } catch (error) {
      toastFailed(messageOf(error), () => void set(buyingRoles))
    }
  }
  return (
    <Card title={t('people.rolesTitle')}>
      <p className={classes.soft}>{t('people.rolesText')}</p>
      <ul className={classes.list}>
        {roles.map(({ key, label }) => (
          <li key={key} className={classes.asked}>
            {roleLabel(key, label)}
            {canEdit && (
              <ActionIcon
                aria-label={t('people.removeRole', { name: roleLabel(key, label) })}
                onClick={() => void set(roles.filter((role) => role.key !== key))}
              >
                <IconX size={14} aria-hidden />
              </ActionIcon>
            )}
          </li>
        ))}
      </ul>
      {canEdit && (
        <form
          className={classes.step}
          onSubmit={(event) => {
            event.preventDefault()
            const label = name.trim()
            if (!label) return
            setName('')
            void set([...roles, { key: keyFor(label, roles), label }])
          }}
        >
          <TextInput
            aria-label={t('people.newRole')}
            placeholder={t('people.newRole')}
            value={name}
            maxLength={80}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Button type="submit">{t('people.addRole')}</Button>
        </form>
      )}
    </Card>
  )
}
