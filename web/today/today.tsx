import { useSession } from '../shell/session.tsx'
import { t } from '../text/t.ts'
import { dayIn } from '../ui/format.ts'
import { useManner } from '../ui/manner.tsx'
import { useNow } from '../ui/use-now.ts'
import { PageHeader } from '../ui/page-header.tsx'
import { Page } from '../ui/page.tsx'
import { ClosingDeals } from './closing-deals.tsx'
import { DueTasks } from './due-tasks.tsx'
import { ForYou } from './for-you.tsx'
import { Recent } from './recent.tsx'
import { WaitingLeads } from './waiting-leads.tsx'
import classes from './today.module.css'

/** Where the day begins: what is due, what is meant for you, where things moved. */
export default function Today() {
  const { user } = useSession()
  const manner = useManner()
  const written = new Intl.DateTimeFormat(manner.locale, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    timeZone: 'UTC',
  })
  return (
    <Page>
      <PageHeader
        title={t('today.title')}
        subtitle={written.format(new Date(`${dayIn(useNow(), manner)}T00:00:00Z`))}
      />
      <div className={classes.columns}>
        <div className={classes.column}>
          <WaitingLeads userId={user.id} />
          <DueTasks userId={user.id} />
        </div>
        <div className={classes.column}>
          <ForYou />
          <ClosingDeals userId={user.id} />
          <Recent />
        </div>
      </div>
    </Page>
  )
}
