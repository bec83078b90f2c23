import { lazy, Suspense, useState } from 'react'
import type { DayItem } from '../../contract/sales/my-day.ts'
import { t } from '../text/t.ts'
import { dayIn } from '../ui/format.ts'
import { useManner } from '../ui/manner.tsx'
import { PageHeader } from '../ui/page-header.tsx'
import { Page } from '../ui/page.tsx'
import { useNow } from '../ui/use-now.ts'
import type { DayForm } from './day-api.ts'
import { DayList } from './day-list.tsx'
import { ForYou } from './for-you.tsx'
import { NobodysLeads } from './nobodys-leads.tsx'
import { Recent } from './recent.tsx'
import classes from './today.module.css'

const Beside = lazy(() => import('./beside.tsx'))

/** Where the day begins and is worked off: what needs the member now, what is meant for them, where things moved. */
export default function Today() {
  const manner = useManner()
  const [beside, setBeside] = useState<{ item: DayItem; form: DayForm | null } | null>(null)
  const close = () => setBeside(null)
  const written = new Intl.DateTimeFormat(manner.locale, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    timeZone: 'UTC',
  })
  return (
    <div className={classes.page}>
      <div className={classes.main}>
        <Page>
          <PageHeader
            title={t('today.title')}
            subtitle={written.format(new Date(`${dayIn(useNow(), manner)}T00:00:00Z`))}
          />
          <div className={classes.columns}>
            <div className={classes.column}>
              <DayList
                onOpen={(item) => setBeside({ item, form: null })}
                onForm={(item, form) => setBeside({ item, form })}
              />
              <NobodysLeads />
            </div>
            <div className={classes.column}>
              <ForYou />
              <Recent />
            </div>
          </div>
        </Page>
      </div>
      {beside && (
        <Suspense>
          <Beside {...beside} onClose={close} />
        </Suspense>
      )}
    </div>
  )
}
