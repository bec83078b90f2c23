import { Button } from '@mantine/core'
import { queryOptions, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { keyRoutes } from '../../contract/team/routes.ts'
import { call, messageOf } from '../shell/api.ts'
import { t } from '../text/seldom.ts'
import { Card } from '../ui/card.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { Relative } from '../ui/manner.tsx'
import { PageHeader } from '../ui/page-header.tsx'
import { Page } from '../ui/page.tsx'
import { SidePanel } from '../ui/side-panel.tsx'
import { SimpleTable } from '../ui/simple-table.tsx'
import { toastDone, toastFailed } from '../ui/toast.tsx'
import { useNow } from '../ui/use-now.ts'
import { AddKey, scopeLabel } from './add-key.tsx'
import { CopyField } from './copy-field.tsx'
import classes from './settings.module.css'

const keysQuery = queryOptions({
  queryKey: ['keys'],
  queryFn: ({ signal }) => call(keyRoutes.list, { signal }),
})

/** What stands beside the list: a key to be made, one that was made or renewed just now, or one to be revoked. */
type Beside =
  | { kind: 'new' }
  | { kind: 'shown'; name: string; secret: string; renewed?: true }
  | { kind: 'revoke'; id: string; name: string }

/** The keys of programs. */
export default function Keys() {
  const { data } = useSuspenseQuery(keysQuery)
  const queries = useQueryClient()
  const [beside, setBeside] = useState<Beside | null>(null)
  const refresh = () => queries.invalidateQueries({ queryKey: ['keys'] })
  const close = () => setBeside(null)
  const now = useNow()
  const renew = async (id: string) => {
    try {
      const { name, key } = await call(keyRoutes.renew, { params: { id } })
      setBeside({ kind: 'shown', name, secret: key, renewed: true })
    } catch (error) {
      toastFailed(messageOf(error))
    }
  }
  const revoke = async (id: string, name: string) => {
    try {
      await call(keyRoutes.revoke, { params: { id } })
      close()
      await refresh()
      toastDone(t('keys.revoked', { name }))
    } catch (error) {
      toastFailed(messageOf(error))
    }
  }
  const add = (
    <Button variant="filled" onClick={() => setBeside({ kind: 'new' })}>
      {t('keys.add')}
    </Button>
  )
  return (
    <div className={classes.split}>
      <div className={classes.main}>
        <Page>
          <PageHeader
            title={t('keys.title')}
            subtitle={
              <>
                {t('keys.text')} <a href="/api/docs">{t('keys.docs')}</a>
              </>
            }
            {...(data.data.length > 0 && { actions: add })}
          />
          <Card className={classes.flush ?? ''}>
            {data.data.length === 0 ? (
              <EmptyState title={t('keys.none')} actions={add}>
                {t('keys.noneText')}
              </EmptyState>
            ) : (
              <SimpleTable
                label={t('keys.title')}
                actions
                heads={[
                  t('keys.name'),
                  t('keys.scopes'),
                  t('keys.lastUsed'),
                  t('keys.ends'),
                  t('keys.actions'),
                ]}
              >
                {data.data.map(({ id, name, scopes, lastUsedAt, expiresAt }) => (
                  <tr key={id}>
                    <td className={classes.name}>{name}</td>
                    <td>{scopes.map(scopeLabel).join(', ')}</td>
                    <td className={classes.muted}>
                      {lastUsedAt ? <Relative value={lastUsedAt} /> : t('keys.unused')}
                    </td>
                    <td className={classes.muted}>
                      {!expiresAt ? (
                        t('keys.never')
                      ) : Date.parse(expiresAt) < now.getTime() ? (
                        t('keys.ended')
                      ) : (
                        <Relative value={expiresAt} />
                      )}
                    </td>
                    <td>
                      <div className={classes.actions}>
                        <Button aria-label={t('keys.renewOf', { name })} onClick={() => void renew(id)}>
                          {t('keys.renew')}
                        </Button>
                        <Button
                          aria-label={t('keys.revokeOf', { name })}
                          onClick={() => setBeside({ kind: 'revoke', id, name })}
                        >
                          {t('keys.revoke')}
                        </Button>
                      </div>
                    </td>
                  </tr>
                ))}
              </SimpleTable>
            )}
          </Card>
        </Page>
      </div>
      {beside?.kind === 'new' && (
        <SidePanel title={t('keys.add')} onClose={close}>
          <AddKey
            onMade={({ name, key }) => {
              setBeside({ kind: 'shown', name, secret: key })
              void refresh()
            }}
            onClose={close}
          />
        </SidePanel>
      )}
      {beside?.kind === 'shown' && (
        <SidePanel title={beside.name} onClose={close}>
          <div className={classes.form}>
            <CopyField label={t('keys.shown')} description={t('keys.shownText')} value={beside.secret} />
            {beside.renewed && <p className={classes.text}>{t('keys.renewText')}</p>}
            <div className={classes.actions}>
              <Button onClick={close}>{t('ui.close')}</Button>
            </div>
          </div>
        </SidePanel>
      )}
      {beside?.kind === 'revoke' && (
        <SidePanel title={beside.name} onClose={close}>
          <div className={classes.form}>
            <p>{t('keys.revokeSure', { name: beside.name })}</p>
            <div className={classes.actions}>
              <Button variant="filled" onClick={() => void revoke(beside.id, beside.name)}>
                {t('keys.revoke')}
              </Button>
              <Button onClick={close}>{t('ui.cancel')}</Button>
            </div>
          </div>
        </SidePanel>
      )}
    </div>
  )
}
