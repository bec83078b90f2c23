import { Button } from '@mantine/core'
import { useSuspenseQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import type { RoleAnswer } from '../../contract/team/role-routes.ts'
import { t } from '../text/seldom.ts'
import { Card } from '../ui/card.tsx'
import { PageHeader } from '../ui/page-header.tsx'
import { Page } from '../ui/page.tsx'
import { SimpleTable } from '../ui/simple-table.tsx'
import { rolesQuery, useRoleChanges } from './role-api.ts'
import { RoleEditor } from './role-editor.tsx'
import { useRoleChoices } from './role-names.ts'
import classes from './settings.module.css'

/** The roles, and what the chosen one may do. */
export default function Roles() {
  const { data } = useSuspenseQuery(rolesQuery)
  const { role: key } = useSearch({ strict: false })
  const navigate = useNavigate()
  const labels = useRoleChoices()
  const changes = useRoleChanges()
  const called = (role: RoleAnswer) => labels.find(({ value }) => value === role.key)?.label ?? role.name
  const chosen = data.data.find((role) => role.key === key)
  const open = (role: string | undefined) =>
    void navigate({ to: '/settings/roles', search: role === undefined ? {} : { role } })
  const copy = async (role: RoleAnswer) => {
    const taken = new Set(data.data.map(({ name }) => name.toLowerCase()))
    let name = t('roles.new', { role: called(role) })
    for (let i = 2; taken.has(name.toLowerCase()); i++)
      name = `${t('roles.new', { role: called(role) })} ${i}`
    const made = await changes.copy(role, name)
    if (made) open(made.key)
  }
  return (
    <Page>
      <PageHeader
        title={chosen ? called(chosen) : t('roles.title')}
        subtitle={chosen?.builtIn ? t('roles.fixed') : t('roles.text')}
        {...(chosen && {
          actions: (
            <>
              <Button onClick={() => open(undefined)}>{t('roles.back')}</Button>
              <Button onClick={() => void copy(chosen)}>{t('roles.copy')}</Button>
            </>
          ),
        })}
      />
      <div className={classes.stack}>
        {!chosen && (
          <Card className={classes.flush ?? ''}>
            <SimpleTable
              label={t('roles.title')}
              actions
              heads={[t('roles.name'), t('members.title'), t('roles.copy')]}
            >
              {data.data.map((role) => (
                <tr key={role.key}>
                  <td>
                    <Link to="/settings/roles" search={{ role: role.key }} className={classes.name}>
                      {called(role)}
                    </Link>{' '}
                    <span className={classes.muted}>{t(role.builtIn ? 'roles.builtIn' : 'roles.own')}</span>
                  </td>
                  <td className={classes.muted}>{t('roles.members', { count: role.members })}</td>
                  <td>
                    <Button
                      variant="subtle"
                      aria-label={t('roles.copyOf', { role: called(role) })}
                      onClick={() => void copy(role)}
                    >
                      {t('roles.copy')}
                    </Button>
                  </td>
                </tr>
              ))}
            </SimpleTable>
          </Card>
        )}
        {chosen && (
          <RoleEditor
            // Begun anew with what was saved.
            key={JSON.stringify(chosen)}
            role={chosen}
            onRemoved={() => open(undefined)}
          />
        )}
      </div>
    </Page>
  )
}
