import '@mantine/core/styles/Checkbox.layer.css'
import '@mantine/core/styles/Combobox.layer.css'
import '@mantine/core/styles/PillsInput.layer.css'
import '@mantine/core/styles/Pill.layer.css'
import { Button, Checkbox, Modal, MultiSelect } from '@mantine/core'
import { queryOptions, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { roleRoutes } from '../../contract/team/role-routes.ts'
import { team as teamType } from '../../contract/team/user.ts'
import { call } from '../shell/api.ts'
import { t } from '../text/pages.ts'
import classes from './menus.module.css'
import { someQuery } from './record-api.ts'
import type { SavedView, Sharing } from './view-api.ts'

const rolesQuery = queryOptions({
  queryKey: ['roles', 'names'],
  queryFn: ({ signal }) => call(roleRoutes.names, { signal }),
  staleTime: 60_000,
})

/** With whom a view is shared: everybody, teams, roles; and whether they may change what it shows. */
export function ShareView({
  view,
  onClose,
  onShare,
}: {
  view: SavedView
  onClose: () => void
  onShare: (sharing: Sharing) => void
}) {
  const { data: roles } = useQuery(rolesQuery)
  const { data: teams } = useQuery(someQuery(teamType, { filter: null, sort: 'name', fields: ['name'] }, 200))
  const [sharing, setSharing] = useState<Sharing>({
    shared: view.shared,
    teams: view.teams,
    roles: view.roles,
    editable: view.editable,
  })
  const change = (part: Partial<Sharing>) => setSharing({ ...sharing, ...part })
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('sharing.title', { view: view.name })}
      size="sm"
      closeButtonProps={{ 'aria-label': t('ui.close') }}
    >
      <form
        className={classes.saveForm}
        onSubmit={(event) => {
          event.preventDefault()
          onShare(sharing)
        }}
      >
        <Checkbox
          label={t('sharing.withAll')}
          checked={sharing.shared}
          onChange={(event) => change({ shared: event.currentTarget.checked })}
        />
        <MultiSelect
          label={t('sharing.teams')}
          data={(teams?.data ?? []).map(({ id, title }) => ({ value: id, label: title }))}
          value={sharing.teams}
          disabled={sharing.shared}
          onChange={(chosen) => change({ teams: chosen })}
        />
        <MultiSelect
          label={t('sharing.roles')}
          data={(roles?.data ?? []).map(({ key, name }) => ({ value: key, label: name }))}
          value={sharing.roles}
          disabled={sharing.shared}
          onChange={(chosen) => change({ roles: chosen })}
        />
        <Checkbox
          label={t('sharing.editable')}
          checked={sharing.editable}
          onChange={(event) => change({ editable: event.currentTarget.checked })}
        />
        <div className={classes.saveActions}>
          <Button onClick={onClose}>{t('ui.cancel')}</Button>
          <Button type="submit" variant="filled">
            {t('ui.save')}
          </Button>
        </div>
      </form>
    </Modal>
  )
}
