import { Button } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import type { AnyRecord } from '../../contract/records/value.ts'
import { sessionRoutes } from '../../contract/team/sessions.ts'
import { call, messageOf } from '../shell/api.ts'
import { t } from '../text/seldom.ts'
import { SidePanel } from '../ui/side-panel.tsx'
import { toastDone, toastFailed } from '../ui/toast.tsx'
import { HandOver } from './hand-over.tsx'
import { Sessions } from './sessions.tsx'
import classes from './settings.module.css'

/** What an administrator does with a member's account: sessions, second factor, leaving. */
export function MemberPanel({ member, onClose }: { member: AnyRecord; onClose: () => void }) {
  const queries = useQueryClient()
  const reset = async () => {
    try {
      await call(sessionRoutes.resetSecondFactor, { params: { id: member.id } })
      toastDone(t('member.factorReset'))
      await queries.invalidateQueries({ queryKey: ['sessions'] })
    } catch (error) {
      toastFailed(messageOf(error))
    }
  }
  return (
    <SidePanel title={member.title} onClose={onClose}>
      <section className={classes.section}>
        <h3 className={classes.heading}>{t('member.sessions')}</h3>
        <div>
          <Sessions member={member.id} />
        </div>
      </section>
      <section className={classes.section}>
        <h3 className={classes.heading}>{t('factor.title')}</h3>
        <p className={classes.muted}>{t('member.resetFactorText')}</p>
        <div>
          <Button onClick={() => void reset()}>{t('member.resetFactor')}</Button>
        </div>
      </section>
      <section className={classes.section}>
        <HandOver member={member} onDone={onClose} />
      </section>
    </SidePanel>
  )
}
