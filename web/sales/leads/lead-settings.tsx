import { useSuspenseQuery } from '@tanstack/react-query'
import type { LeadSettings as Settings } from '../../../contract/sales/lead-settings.ts'
import { useSession } from '../../shell/session.tsx'
import { t } from '../../text/seldom.ts'
import { PageHeader } from '../../ui/page-header.tsx'
import { Page } from '../../ui/page.tsx'
import { FrameworkCard } from './framework-card.tsx'
import { HoursCard } from './hours-card.tsx'
import classes from './lead-settings.module.css'
import { RulesCard } from './rules-card.tsx'
import { leadSettingsQuery, useLeadSettings } from './settings-api.ts'

/** How the company works its leads: who gets them, by when they are answered, how they are qualified. */
export default function LeadSettings() {
  const { data: settings } = useSuspenseQuery(leadSettingsQuery)
  const { rights } = useSession()
  const save = useLeadSettings()
  const canEdit = rights.includes('administer')
  const change = (next: Partial<Settings>) => {
    if (JSON.stringify({ ...settings, ...next }) !== JSON.stringify(settings)) void save(settings, next)
  }
  return (
    <Page narrow>
      <PageHeader title={t('nav.leads')} subtitle={t('leads.text')} />
      <div className={classes.stack}>
        <RulesCard canEdit={canEdit} />
        <HoursCard settings={settings} canEdit={canEdit} onChange={change} />
        <FrameworkCard
          framework={settings.framework}
          canEdit={canEdit}
          onChange={(framework) => change({ framework })}
        />
      </div>
    </Page>
  )
}
