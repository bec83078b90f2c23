import { Modal } from '@mantine/core'
import { t } from '../text/t.ts'
import { keysText } from '../ui/key-hint.tsx'
import { struckFor } from '../ui/own-keys.ts'
import { useRegistered } from './shortcuts.ts'
import classes from './shortcut-sheet.module.css'

/** The keys that work on this page; those that do the same stand together. */
export default function ShortcutSheet({ onClose }: { onClose: () => void }) {
  const shortcuts = useRegistered()
  const byLabel = new Map<string, string[]>()
  for (const { keys, label } of shortcuts) {
    const struck = struckFor(keys)
    if (struck) byLabel.set(label, [...(byLabel.get(label) ?? []), struck])
  }
  const lines = [...byLabel]
  const goes = lines.filter(([, [first]]) => first?.startsWith('g '))
  const rest = lines.filter(([, [first]]) => !first?.startsWith('g '))
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('keys.title')}
      size="lg"
      closeButtonProps={{ 'aria-label': t('ui.close') }}
    >
      <div className={classes.columns}>
        {Object.entries({ rest, goes }).map(([name, list]) => (
          <dl key={name} className={classes.list}>
            {list.map(([label, keys]) => (
              <div key={label} className={classes.row}>
                <dt>{label}</dt>
                <dd>
                  <kbd>{keys.map(keysText).join(' · ')}</kbd>
                </dd>
              </div>
            ))}
          </dl>
        ))}
      </div>
    </Modal>
  )
}
