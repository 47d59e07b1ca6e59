import { Button, Modal, type ButtonProps } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'

interface Props {
  label: string
  accessibleLabel?: string
  question: string
  confirmLabel: string
  keepLabel?: string
  isBusy?: boolean
  onConfirm: () => void
  size?: ButtonProps['size']
}

/** A button for what cannot be taken back: it asks first. */
export function ConfirmButton({
  label,
  accessibleLabel = label,
  question,
  confirmLabel,
  keepLabel = 'Keep it',
  isBusy,
  onConfirm,
  size,
}: Props) {
  const [isOpen, { open, close }] = useDisclosure(false)
  const confirm = () => {
    close()
    onConfirm()
  }
  return (
    <>
      <Button variant="default" size={size} onClick={open} loading={isBusy} aria-label={accessibleLabel}>
        {label}
      </Button>
      <Modal opened={isOpen} onClose={close} title={question} centered closeButtonProps={{ 'aria-label': 'Close' }}>
        <div className="row">
          <Button onClick={confirm}>{confirmLabel}</Button>
          <Button variant="default" onClick={close} data-autofocus>
            {keepLabel}
          </Button>
        </div>
      </Modal>
    </>
  )
}
