import { Button } from '@mantine/core'
import { queryOptions, useSuspenseQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { providerRoutes, type SignInProvider } from '../../contract/team/sign-in-providers.ts'
import { call } from '../shell/api.ts'
import { t } from '../text/seldom.ts'
import { Card } from '../ui/card.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { PageHeader } from '../ui/page-header.tsx'
import { Page } from '../ui/page.tsx'
import { SimpleTable } from '../ui/simple-table.tsx'
import { ProviderPanel } from './provider-panel.tsx'
import classes from './settings.module.css'

const providersQuery = queryOptions({
  queryKey: ['sign-in-providers'],
  queryFn: ({ signal }) => call(providerRoutes.list, { signal }),
})

/** The providers by which members sign in. */
export default function Providers() {
  const { data } = useSuspenseQuery(providersQuery)
  const [open, setOpen] = useState<SignInProvider | 'new' | null>(null)
  const add = (
    <Button variant="filled" onClick={() => setOpen('new')}>
      {t('providers.add')}
    </Button>
  )
  return (
    <div className={classes.split}>
      <div className={classes.main}>
        <Page>
          <PageHeader
            title={t('providers.title')}
            subtitle={t('providers.text')}
            {...(data.data.length > 0 && { actions: add })}
          />
          <Card className={classes.flush ?? ''}>
            {data.data.length === 0 ? (
              <EmptyState title={t('providers.none')} actions={add}>
                {t('providers.noneText')}
              </EmptyState>
            ) : (
              <SimpleTable
                label={t('providers.title')}
                heads={[t('roles.name'), t('providers.issuer'), t('providers.state')]}
              >
                {data.data.map((provider) => (
                  <tr key={provider.id}>
                    <td>
                      <button type="button" className={classes.open} onClick={() => setOpen(provider)}>
                        {provider.name}
                      </button>
                    </td>
                    <td>{provider.issuer}</td>
                    <td className={classes.muted}>
                      {t(provider.active ? 'providers.active' : 'providers.off')}
                    </td>
                  </tr>
                ))}
              </SimpleTable>
            )}
          </Card>
        </Page>
      </div>
      {open && (
        <ProviderPanel
          key={open === 'new' ? 'new' : open.id}
          provider={open === 'new' ? null : open}
          onSaved={setOpen}
          onClose={() => setOpen(null)}
        />
      )}
    </div>
  )
}
