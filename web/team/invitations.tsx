import { Button } from '@mantine/core'
import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query'
import {
  invitationRoutes,
  type Invitation,
  type InvitationWithLink,
} from '../../contract/team/invitations.ts'
import { call, messageOf } from '../shell/api.ts'
import { t } from '../text/seldom.ts'
import { Card } from '../ui/card.tsx'
import { Relative } from '../ui/manner.tsx'
import { SimpleTable } from '../ui/simple-table.tsx'
import { toastDone, toastFailed } from '../ui/toast.tsx'
import { useNow } from '../ui/use-now.ts'
import { useRoleChoices } from './role-names.ts'
import classes from './settings.module.css'

const open = queryOptions({
  queryKey: ['invitations'],
  queryFn: ({ signal }) => call(invitationRoutes.list, { signal }),
})

/** Who was invited and has not come yet. Nothing while there is nobody. */
export function Invitations({ onRenewed }: { onRenewed: (made: InvitationWithLink) => void }) {
  const { data } = useQuery(open)
  const queries = useQueryClient()
  const roles = useRoleChoices()
  const now = useNow()
  const act = async (run: () => Promise<unknown>) => {
    try {
      await run()
      await queries.invalidateQueries({ queryKey: ['invitations'] })
    } catch (error) {
      toastFailed(messageOf(error))
    }
  }
  const resend = ({ id }: Invitation) =>
    act(async () => onRenewed(await call(invitationRoutes.resend, { params: { id } })))
  const revoke = ({ id }: Invitation) =>
    act(async () => {
      await call(invitationRoutes.revoke, { params: { id } })
      toastDone(t('invite.revoked'))
    })
  if (!data || data.data.length === 0) return null
  return (
    <Card title={t('invite.open')} className={classes.flush ?? ''}>
      <SimpleTable
        label={t('invite.open')}
        actions
        heads={[t('members.email'), t('members.role'), t('invite.expires'), t('invite.actions')]}
      >
        {data.data.map((one) => {
          const who = one.email ?? t('invite.anyone')
          const isOver = Date.parse(one.expiresAt) < Number(now)
          return (
            <tr key={one.id}>
              <td className={classes.name}>{who}</td>
              <td>{roles.find(({ value }) => value === one.role)?.label ?? one.role}</td>
              <td className={classes.muted}>
                {isOver ? t('invite.expired') : <Relative value={one.expiresAt} />}
              </td>
              <td>
                <span className={classes.buttons}>
                  {(['resend', 'revoke'] as const).map((action) => {
                    const label =
                      action === 'revoke'
                        ? t('invite.revoke')
                        : one.email
                          ? t('invite.resend')
                          : t('invite.renew')
                    return (
                      <Button
                        key={action}
                        variant="subtle"
                        aria-label={t('invite.of', { action: label, who })}
                        onClick={() => void (action === 'revoke' ? revoke(one) : resend(one))}
                      >
                        {label}
                      </Button>
                    )
                  })}
                </span>
              </td>
            </tr>
          )
        })}
      </SimpleTable>
    </Card>
  )
}
