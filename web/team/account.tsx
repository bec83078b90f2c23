import '@mantine/core/styles/PasswordInput.layer.css'
import '@mantine/core/styles/SegmentedControl.layer.css'
import '@mantine/core/styles/FloatingIndicator.layer.css'
import { SegmentedControl } from '@mantine/core'
import { useSession } from '../shell/session.tsx'
import { useTheme } from '../shell/settings.ts'
import { t } from '../text/seldom.ts'
import { Avatar } from '../ui/avatar.tsx'
import { Card } from '../ui/card.tsx'
import { PageHeader } from '../ui/page-header.tsx'
import { Page } from '../ui/page.tsx'
import { ChangePassword } from './change-password.tsx'
import { OwnAbsence } from './own-absence.tsx'
import { OwnCalendar } from './own-calendar.tsx'
import { OwnKeys } from './own-keys.tsx'
import { OwnNotifications } from './own-notifications.tsx'
import { OwnWriting } from './own-writing.tsx'
import { SecondFactor } from './second-factor.tsx'
import { Sessions } from './sessions.tsx'
import classes from './settings.module.css'

/** What a member sets for themselves. */
export default function Account() {
  const { user } = useSession()
  const { theme, setTheme } = useTheme()
  return (
    <Page narrow>
      <PageHeader title={user.name} subtitle={user.email} mark={<Avatar name={user.name} round />} />
      <div className={classes.stack}>
        <Card title={t('own.writing')}>
          <OwnWriting />
        </Card>
        <Card title={t('own.away')}>
          <OwnAbsence />
        </Card>
        <Card title={t('meeting.feed')}>
          <OwnCalendar />
        </Card>
        <Card title={t('account.theme')}>
          <SegmentedControl
            aria-label={t('account.theme')}
            value={theme}
            onChange={(value) => setTheme(value)}
            data={[
              { value: 'light', label: t('theme.light') },
              { value: 'dark', label: t('theme.dark') },
              { value: 'auto', label: t('theme.auto') },
            ]}
          />
        </Card>
        <Card title={t('own.notifications')}>
          <OwnNotifications />
        </Card>
        <Card title={t('account.keys')}>
          <OwnKeys />
        </Card>
        <Card title={t('account.sessions')}>
          <Sessions />
        </Card>
        <Card title={t('factor.title')}>
          <SecondFactor />
        </Card>
        <Card title={t('account.password')}>
          <ChangePassword />
        </Card>
      </div>
    </Page>
  )
}
