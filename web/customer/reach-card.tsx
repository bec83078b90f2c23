import { ActionIcon, Button, Menu, Select, TextInput } from '@mantine/core'
import { IconDots } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { identityKindsOf, identityRoutes } from '../../contract/customer/identities.ts'
import type { Identity, IdentityInput } from '../../contract/customer/identities.ts'
import { call, messageOf } from '../shell/api.ts'
import { useMay } from '../shell/session.tsx'
import { done } from '../shell/undo.ts'
import { t } from '../text/pages.ts'
import { Card, Line } from '../ui/card.tsx'
import { toastFailed } from '../ui/toast.tsx'
import { identitiesQuery } from './customer-api.ts'
import classes from './side.module.css'
import type { CustomerProps } from './wing-parts.ts'

const hrefOf = ({ kind, value }: Identity): string =>
  kind === 'email' ? `mailto:${value}` : kind === 'phone' ? `tel:${value}` : `https://${value}`

/** Adds, promotes and removes what a customer is known by; each can be taken back. */
function useIdentities({ type, record }: CustomerProps) {
  const queries = useQueryClient()
  const routes = identityRoutes(type)
  const params = { id: record.id }
  const refresh = async () => {
    await Promise.all([
      queries.invalidateQueries({ queryKey: ['timeline', record.id] }),
      queries.invalidateQueries({ queryKey: ['records', type.name] }),
    ])
  }
  const send = async (body: IdentityInput) => {
    await call(routes.add, { params, body })
    await refresh()
  }
  const drop = async ({ kind, value }: Pick<Identity, 'kind' | 'value'>) => {
    await call(routes.remove, { params: { ...params, kind, value } })
    await refresh()
  }
  return {
    /** Throws a refusal for the form to show. */
    add: async (kind: Identity['kind'], value: string) => {
      await send({ kind, value })
      done(t('side.added', { value }), () => drop({ kind, value }))
    },
    promote: async ({ kind, value }: Identity) => {
      const former = record[kind]
      try {
        await send({ kind, value, primary: true })
        done(
          t('side.madeFirst', { value }),
          typeof former === 'string' ? () => send({ kind, value: former, primary: true }) : undefined,
        )
      } catch (error) {
        toastFailed(messageOf(error))
      }
    },
    remove: async ({ kind, value }: Identity) => {
      try {
        await drop({ kind, value })
        done(t('side.removed', { value }), () => send({ kind, value }))
      } catch (error) {
        toastFailed(messageOf(error))
      }
    },
  }
}

/** How to reach them: the first of each kind and all further ones. */
export function ReachCard({ type, record }: CustomerProps) {
  const { data } = useQuery(identitiesQuery(type, record.id))
  const may = useMay(type.name)
  const [adding, setAdding] = useState(false)
  const { add, promote, remove } = useIdentities({ type, record })
  const canEdit = may('edit', record) && record.deletedAt === null
  const known = data?.data ?? []
  return (
    <Card
      title={t('side.reach')}
      aside={
        canEdit &&
        !adding && (
          <button
            type="button"
            className={classes.aside}
            aria-label={t('side.addOne')}
            onClick={() => setAdding(true)}
          >
            {t('side.add')}
          </button>
        )
      }
    >
      {data && known.length === 0 && !adding && <p className={classes.none}>{t('side.noReach')}</p>}
      {known.map((identity) => (
        <Line
          key={`${identity.kind} ${identity.value}`}
          label={t(`side.${identity.kind}`)}
          strong={identity.primary}
        >
          <span className={classes.identity}>
            <a
              className={classes.name}
              href={hrefOf(identity)}
              {...(identity.kind === 'domain' && { target: '_blank', rel: 'noreferrer noopener' })}
            >
              {identity.value}
            </a>
            {canEdit && !identity.primary && (
              <Menu>
                <Menu.Target>
                  <ActionIcon size={20} aria-label={t('side.optionsOf', { value: identity.value })}>
                    <IconDots size={12} />
                  </ActionIcon>
                </Menu.Target>
                <Menu.Dropdown>
                  <Menu.Item onClick={() => void promote(identity)}>{t('side.makeFirst')}</Menu.Item>
                  <Menu.Item onClick={() => void remove(identity)}>{t('side.remove')}</Menu.Item>
                </Menu.Dropdown>
              </Menu>
            )}
          </span>
        </Line>
      ))}
      {adding && (
        <Adding
          kinds={identityKindsOf[type.name as 'person' | 'company']}
          onAdd={add}
          onDone={() => setAdding(false)}
        />
      )}
      {Boolean(record['timeZone']) && <Line label={t('side.zone')}>{String(record['timeZone'])}</Line>}
      {Boolean(record['language']) && <Line label={t('side.language')}>{String(record['language'])}</Line>}
    </Card>
  )
}

interface AddingProps {
  kinds: readonly Identity['kind'][]
  onAdd: (kind: Identity['kind'], value: string) => Promise<void>
  onDone: () => void
}

function Adding({ kinds, onAdd, onDone }: AddingProps) {
  const [kind, setKind] = useState<Identity['kind']>(kinds[0] ?? 'phone')
  const [value, setValue] = useState('')
  const [refused, setRefused] = useState<string | null>(null)
  return (
    <form
      className={classes.adding}
      onSubmit={(event) => {
        event.preventDefault()
        onAdd(kind, value.trim()).then(onDone, (error: unknown) => setRefused(messageOf(error)))
      }}
    >
      <Select
        aria-label={t('side.kind')}
        className={classes.kind}
        data={kinds.map((name) => ({ value: name, label: t(`side.${name}`) }))}
        allowDeselect={false}
        value={kind}
        onChange={(chosen) => chosen && setKind(chosen)}
      />
      <TextInput
        aria-label={t('side.value')}
        className={classes.grow}
        autoFocus
        autoComplete="off"
        onKeyDown={(event) => event.key === 'Escape' && onDone()}
        inputMode={kind === 'phone' ? 'tel' : kind === 'email' ? 'email' : 'url'}
        value={value}
        error={refused}
        onChange={(event) => {
          setValue(event.currentTarget.value)
          setRefused(null)
        }}
      />
      <Button type="submit" disabled={value.trim() === ''}>
        {t('side.add')}
      </Button>
    </form>
  )
}
