import { Button, Checkbox, Menu, Modal, TextInput } from '@mantine/core'
import '@mantine/core/styles/Checkbox.layer.css'
import { IconChevronDown } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { lazy, Suspense, useState } from 'react'
import type { ReactNode } from 'react'
import type { RecordType } from '../../contract/records/record-type.ts'
import type { ListSearch } from '../shell/list-search.ts'
import { useSession } from '../shell/session.tsx'
import { inText, typeLabel } from '../text/labels.ts'
import { t } from '../text/pages.ts'
import classes from './menus.module.css'
import type { CurrentView } from './use-layout.ts'
import { useViewChanges, viewsQuery } from './view-api.ts'
import type { SavedView } from './view-api.ts'
import type { Layout } from './view.ts'

const ShareView = lazy(() => import('./share-view.tsx').then((file) => ({ default: file.ShareView })))

interface ViewsMenuProps {
  type: RecordType
  layout: Layout
  view: CurrentView
  /** How many records it holds, right after its name. */
  count: ReactNode
}

/** The list's name is its view: all, mine, the shared ones; beside it what can be kept. */
export function ViewsMenu({ type, layout, view, count }: ViewsMenuProps) {
  const navigate = useNavigate()
  const { data } = useQuery(viewsQuery(type))
  const changes = useViewChanges(type)
  const { rights } = useSession()
  const [naming, setNaming] = useState(false)
  const [sharing, setSharing] = useState(false)
  const views = data?.data ?? []
  const { saved, own, changed, reset } = view
  const open = (id: string | undefined) =>
    void navigate({ to: '.', search: { view: id } satisfies ListSearch as never })
  const many = inText(typeLabel(type).many)
  const all = t('view.all', { many })
  const mine = t('view.myOpen', { many })

  const items = (label: string, group: SavedView[]) =>
    group.length > 0 && (
      <>
        <Menu.Label>{label}</Menu.Label>
        {group.map((one) => (
          <Menu.Item
            key={one.id}
            onClick={() => open(one.id)}
            rightSection={one.id === saved?.id ? '✓' : null}
          >
            {one.name}
            {!one.mine && <span className={classes.owner}> {t('sharing.of', { owner: one.owner })}</span>}
          </Menu.Item>
        ))}
      </>
    )

  return (
    <>
      <Menu position="bottom-start" width={260}>
        <Menu.Target>
          <button
            type="button"
            className={classes.view}
            aria-label={`${saved?.name ?? (own ? mine : all)}: ${t('view.menu')}`}
          >
            <h1>{saved?.name ?? (own ? mine : typeLabel(type).many)}</h1>
            <IconChevronDown size={16} className={classes.chevron} aria-hidden />
          </button>
        </Menu.Target>
        <Menu.Dropdown>
          {type.opens && (
            <Menu.Item onClick={() => open(undefined)} rightSection={own ? '✓' : null}>
              {mine}
            </Menu.Item>
          )}
          <Menu.Item onClick={() => open(type.opens && 'all')} rightSection={saved || own ? null : '✓'}>
            {all}
          </Menu.Item>
          {items(
            t('view.mine'),
            views.filter((one) => one.mine),
          )}
          {items(
            t('view.shared'),
            views.filter((one) => !one.mine),
          )}
          <Menu.Divider />
          <Menu.Item onClick={() => setNaming(true)}>{t('view.saveAs')}</Menu.Item>
          {saved?.mine && (
            <>
              {rights.includes('shareViews') && (
                <Menu.Item onClick={() => setSharing(true)}>{t('sharing.open')}</Menu.Item>
              )}
              <Menu.Item
                color="red"
                onClick={() => {
                  void changes.remove(saved)
                  open(undefined)
                }}
              >
                {t('view.delete')}
              </Menu.Item>
            </>
          )}
        </Menu.Dropdown>
      </Menu>
      {count}
      {changed && (
        <>
          <Button
            variant="subtle"
            className={classes.keep}
            onClick={() =>
              saved?.mayEdit
                ? void changes.save(saved, layout).then((kept) => {
                    if (kept) reset()
                  })
                : setNaming(true)
            }
          >
            {t('view.save')}
          </Button>
          <Button variant="subtle" className={classes.keep} onClick={reset}>
            {t('view.reset')}
          </Button>
        </>
      )}
      {sharing && saved && (
        <Suspense>
          <ShareView
            view={saved}
            onClose={() => setSharing(false)}
            onShare={(chosen) => void changes.share(saved, chosen).then((kept) => kept && setSharing(false))}
          />
        </Suspense>
      )}
      {naming && (
        <NameDialog
          onClose={() => setNaming(false)}
          onName={(name, shared) => {
            setNaming(false)
            void changes.create(name, shared, layout).then((created) => {
              if (!created) return
              reset()
              open(created.id)
            })
          }}
        />
      )}
    </>
  )
}

function NameDialog({
  onClose,
  onName,
}: {
  onClose: () => void
  onName: (name: string, shared: boolean) => void
}) {
  const [name, setName] = useState('')
  const [shared, setShared] = useState(false)
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('view.save')}
      size="sm"
      closeButtonProps={{ 'aria-label': t('ui.close') }}
    >
      <form
        className={classes.saveForm}
        onSubmit={(event) => {
          event.preventDefault()
          if (name.trim()) onName(name.trim(), shared)
        }}
      >
        <TextInput
          label={t('view.name')}
          data-autofocus
          required
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Checkbox
          label={t('view.share')}
          checked={shared}
          onChange={(event) => setShared(event.currentTarget.checked)}
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
