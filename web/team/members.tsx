import { Button, NativeSelect } from '@mantine/core'
import { useSuspenseQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { AnyRecord } from '../../contract/records/value.ts'
import type { InvitationWithLink } from '../../contract/team/invitations.ts'
import { team as teamType, user as userType } from '../../contract/team/user.ts'
import { addressOf } from '../records/address.ts'
import { useChanges } from '../records/changes.ts'
import { someQuery } from '../records/record-api.ts'
import { useSession } from '../shell/session.tsx'
import { useShortcuts } from '../shell/shortcuts.ts'
import { typeLabel } from '../text/labels.ts'
import { t } from '../text/seldom.ts'
import { Avatar } from '../ui/avatar.tsx'
import { Card } from '../ui/card.tsx'
import { KeyHint } from '../ui/key-hint.tsx'
import { PageHeader } from '../ui/page-header.tsx'
import { Page } from '../ui/page.tsx'
import { SidePanel } from '../ui/side-panel.tsx'
import { SimpleTable } from '../ui/simple-table.tsx'
import { AddMember } from './add-member.tsx'
import { Invitations } from './invitations.tsx'
import { Invite, Made } from './invite.tsx'
import { MemberPanel } from './member-panel.tsx'
import { useRoleChoices } from './role-names.ts'
import classes from './settings.module.css'

const listing = { filter: null, sort: 'name', fields: ['name', 'email', 'role', 'team', 'active'] }

type Beside =
  | { is: 'invite' | 'add' }
  | { is: 'member'; member: AnyRecord }
  | { is: 'renewed'; invitation: InvitationWithLink }

/** Who works here and what they may do. */
export default function Members() {
  const { data } = useSuspenseQuery(someQuery(userType, listing, 200))
  const { user: me } = useSession()
  const { update } = useChanges(userType)
  const roles = useRoleChoices()
  const [beside, setBeside] = useState<Beside | null>(null)
  const close = () => setBeside(null)
  useShortcuts([{ keys: 'c', label: t('invite.add'), run: () => setBeside({ is: 'invite' }) }])

  // Only an owner may make or unmake an owner.
  const rolesFor = (member: AnyRecord) =>
    roles.filter(({ value }) => value !== 'owner' || me.role === 'owner' || member['role'] === 'owner')
  const isFixed = (member: AnyRecord) =>
    member.id === me.id || (member['role'] === 'owner' && me.role !== 'owner')

  return (
    <div className={classes.split}>
      <div className={classes.main}>
        <Page>
          <PageHeader
            title={t('members.title')}
            subtitle={t('members.text')}
            actions={
              <>
                <Button component={Link} to={`/${teamType.plural}`}>
                  {typeLabel(teamType).many}
                </Button>
                <Button onClick={() => setBeside({ is: 'add' })}>{t('members.add')}</Button>
                <Button
                  variant="filled"
                  onClick={() => setBeside({ is: 'invite' })}
                  rightSection={<KeyHint keys="c" />}
                >
                  {t('invite.add')}
                </Button>
              </>
            }
          />
          <div className={classes.stack}>
            <Invitations onRenewed={(invitation) => setBeside({ is: 'renewed', invitation })} />
            <Card className={classes.flush ?? ''}>
              <SimpleTable
                label={t('members.title')}
                heads={[
                  t('members.name'),
                  t('members.email'),
                  t('members.team'),
                  t('members.role'),
                  t('members.active'),
                ]}
              >
                {data.data.map((member) => (
                  <tr key={member.id} className={member['active'] ? undefined : classes.left}>
                    <td>
                      <Link to={addressOf(userType.name, member.id)} className={classes.person}>
                        <Avatar name={member.title} size={24} round />
                        <span className={classes.name}>{member.title}</span>
                      </Link>
                    </td>
                    <td>{(member['email'] as string | null) ?? '—'}</td>
                    <td>{data.expanded?.[String(member['team'])]?.title ?? '—'}</td>
                    <td>
                      <NativeSelect
                        aria-label={t('members.roleOf', { name: member.title })}
                        data={rolesFor(member)}
                        value={String(member['role'])}
                        disabled={isFixed(member)}
                        onChange={(event) => void update(member, { role: event.currentTarget.value })}
                      />
                    </td>
                    <td>
                      {isFixed(member) ? (
                        t('field.yes')
                      ) : (
                        <span className={classes.buttons}>
                          {!member['active'] && (
                            <Button variant="subtle" onClick={() => void update(member, { active: true })}>
                              {t('members.activate')}
                            </Button>
                          )}
                          <Button
                            variant="subtle"
                            aria-label={t('member.manage', { name: member.title })}
                            onClick={() => setBeside({ is: 'member', member })}
                          >
                            {t('members.manage')}
                          </Button>
                        </span>
                      )}
                    </td>
                  </tr>
                ))}
              </SimpleTable>
            </Card>
          </div>
        </Page>
      </div>
      {beside?.is === 'add' && <AddMember onClose={close} />}
      {beside?.is === 'invite' && <Invite onClose={close} />}
      {beside?.is === 'member' && (
        <MemberPanel key={beside.member.id} member={beside.member} onClose={close} />
      )}
      {beside?.is === 'renewed' && (
        <SidePanel title={t('invite.title')} onClose={close}>
          <Made invitation={beside.invitation} onClose={close} />
        </SidePanel>
      )}
    </div>
  )
}
