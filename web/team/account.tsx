import '@mantine/core/styles/PasswordInput.layer.css'
import '@mantine/core/styles/SegmentedControl.layer.css'
import '@mantine/core/styles/FloatingIndicator.layer.css'
import '@mantine/core/styles/Checkbox.layer.css'
import { Checkbox, SegmentedControl, useMantineColorScheme } from '@mantine/core'
import { useState } from 'react'
import { useSession } from '../shell/session.tsx'
import { singleKeys } from '../shell/shortcuts.ts'
import { t } from '../text/t.ts'
import { Avatar } from '../ui/avatar.tsx'
import { Card } from '../ui/card.tsx'
import { PageHeader } from '../ui/page-header.tsx'
import { Page } from '../ui/page.tsx'
import { ChangePassword } from './change-password.tsx'
import { SecondFactor } from './second-factor.tsx'
import { Sessions } from './sessions.tsx'
import classes from './settings.module.css'

/** What a member sets for themselves. */
export default function Account() {
  const { user } = useSession()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const [single, setSingle] = useState(singleKeys.on)
  return (
    <Page narrow>
      <PageHeader title={user.name} subtitle={user.email} mark={<Avatar name={user.name} round />} />
      <div className={classes.stack}>
        <Card title={t('account.theme')}>
          <SegmentedControl
            aria-label={t('account.theme')}
            value={colorScheme}
            onChange={(value) => setColorScheme(value)}
            data={[
              { value: 'light', label: t('theme.light') },
              { value: 'dark', label: t('theme.dark') },
              { value: 'auto', label: t('theme.auto') },
            ]}
          />
        </Card>
        <Card title={t('account.keys')}>
          <Checkbox
            label={t('account.singleKeys')}
            checked={single}
            onChange={(event) => {
              singleKeys.set(event.currentTarget.checked)
              setSingle(event.currentTarget.checked)
            }}
          />
          <p className={classes.hint}>{t('account.singleKeysHelp')}</p>
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
