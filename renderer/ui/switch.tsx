interface SwitchProps {
  label: string;
  checked: boolean;
  onChange(checked: boolean): void;
}

/** Something that is on or off, at once. */
export function Switch({ label, checked, onChange }: SwitchProps) {
  return (
    <button type="button" role="switch" aria-checked={checked} className="switch" onClick={() => onChange(!checked)}>
      <span className="switch__track" aria-hidden />
      {label}
    </button>
  );
}
