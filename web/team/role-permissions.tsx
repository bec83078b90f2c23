import '@mantine/core/styles/Checkbox.layer.css'
import { Checkbox, NativeSelect } from '@mantine/core'
import { reaches, type Action, type Permission } from '../../contract/team/role.ts'
import type { RoleAnswer } from '../../contract/team/role-routes.ts'
import { useTypes } from '../shell/types.ts'
import { typeLabel } from '../text/labels.ts'
import { t, type SeldomKey } from '../text/seldom.ts'
import classes from './role-permissions.module.css'

type Permissions = RoleAnswer['permissions']

const reachTexts = {
  none: 'roles.none',
  own: 'roles.ownRecords',
  team: 'roles.team',
  below: 'roles.below',
  all: 'roles.all',
} as const satisfies Record<string, SeldomKey>

const actions = ['see', 'create', 'edit', 'delete', 'export'] as const satisfies readonly Action[]
const actionTexts = {
  see: 'roles.see',
  create: 'roles.create',
  edit: 'roles.edit',
  delete: 'roles.deleteRecords',
  export: 'roles.export',
} as const satisfies Record<Action, SeldomKey>

/** What a role may do with each record type, as a grid: a row a type, a column a deed. */
export function RolePermissions({
  permissions,
  fixed,
  onChange,
}: {
  permissions: Permissions
  fixed: boolean
  onChange: (permissions: Permissions) => void
}) {
  const types = useTypes()
  const set = (type: string, change: Partial<Permission>) => {
    const now = permissions[type]
    if (now) onChange({ ...permissions, [type]: { ...now, ...change } })
  }
  return (
    // What scrolls sideways can be scrolled by keyboard.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className={classes.scroll} tabIndex={0} role="region" aria-label={t('roles.records')}>
      <table className={classes.grid} aria-label={t('roles.records')}>
        <thead>
          <tr>
            <th scope="col">{t('roles.type')}</th>
            {actions.map((action) => (
              <th key={action} scope="col">
                {t(actionTexts[action])}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {types.all.map((type) => {
            const may = permissions[type.name]
            const many = typeLabel(type).many
            return (
              may && (
                <tr key={type.name}>
                  <th scope="row">{many}</th>
                  {actions.map((action) => {
                    const label = t('roles.of', { what: t(actionTexts[action]), type: many })
                    const value = may[action]
                    return (
                      <td key={action}>
                        {typeof value === 'boolean' ? (
                          <Checkbox
                            aria-label={label}
                            checked={value}
                            disabled={fixed}
                            onChange={(event) => set(type.name, { [action]: event.currentTarget.checked })}
                          />
                        ) : (
                          <NativeSelect
                            aria-label={label}
                            value={value}
                            disabled={fixed}
                            // What has no owner is all or nothing.
                            data={reaches
                              .filter(
                                (reach) =>
                                  type.owner || reach === 'none' || reach === 'all' || reach === value,
                              )
                              .map((reach) => ({ value: reach, label: t(reachTexts[reach]) }))}
                            onChange={(event) =>
                              set(type.name, { [action]: event.currentTarget.value as Permission['see'] })
                            }
                          />
                        )}
                      </td>
                    )
                  })}
                </tr>
              )
            )
          })}
        </tbody>
      </table>
    </div>
  )
}
