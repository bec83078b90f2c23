import { Button, NativeSelect } from '@mantine/core'
import { useSuspenseQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { AnyRecord } from '../../contract/records/value.ts'
import { roles } from '../../contract/team/role.ts'
import type { Role } from '../../contract/team/role.ts'
import { user as userType } from '../../contract/team/user.ts'
import { addressOf } from '../records/address.ts'
import { useChanges } from '../records/changes.ts'
import { someQuery } from '../records/record-api.ts'
import { useSession } from '../shell/session.tsx'
import { useShortcuts } from '../shell/shortcuts.ts'
import { t } from '../text/t.ts'
import { Avatar } from '../ui/avatar.tsx'
import { Card } from '../ui/card.tsx'
import { KeyHint } from '../ui/key-hint.tsx'
import { PageHeader } from '../ui/page-header.tsx'
import { Page } from '../ui/page.tsx'
import { SimpleTable } from '../ui/simple-table.tsx'
import { AddMember } from './add-member.tsx'
import classes from './settings.module.css'

const listing = { filter: null, sort: 'name', fields: ['name', 'email', 'role', 'team', 'active'] }

/** Who works here and what they may do. */
export default function Members() {
  const { data } = useSuspenseQuery(someQuery(userType, listing, 200))
  const { user: me } = useSession()
  const { update } = useChanges(userType)
  const [adding, setAdding] = useState(false)
  useShortcuts([{ keys: 'c', label: t('members.add'), run: () => setAdding(true) }])

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
              <Button variant="filled" onClick={() => setAdding(true)} rightSection={<KeyHint keys="c" />}>
                {t('members.add')}
              </Button>
            }
          />
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
                      data={rolesFor(member).map((role) => ({ ...role }))}
                      value={member['role'] as Role}
                      disabled={isFixed(member)}
                      onChange={(event) => void update(member, { role: event.currentTarget.value })}
                    />
                  </td>
                  <td>
                    {isFixed(member) ? (
                      t('field.yes')
                    ) : (
                      <Button
                        variant="subtle"
                        onClick={() => void update(member, { active: !member['active'] })}
                      >
                        {member['active'] ? t('members.deactivate') : t('members.activate')}
                      </Button>
                    )}
                  </td>
                </tr>
              ))}
            </SimpleTable>
          </Card>
        </Page>
      </div>
      {adding && <AddMember onClose={() => setAdding(false)} />}
    </div>
  )
}
