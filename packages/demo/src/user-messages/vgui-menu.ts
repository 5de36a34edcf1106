import { writeField } from '../bits/write-field.ts';
import type { UserMessageBody } from './user-message-body.ts';

/** A panel of the client is shown or hidden. */
export interface VguiMenu {
  readonly name: 'VGUIMenu';
  /** Such as `scores`. */
  readonly panel: string;
  readonly isShown: boolean;
  /** What the panel is told, at most 255 entries. */
  readonly entries: readonly { readonly key: string; readonly value: string }[];
}

export const vguiMenu: UserMessageBody<VguiMenu> = {
  decode: (reader) => ({
    name: 'VGUIMenu',
    panel: reader.readString(),
    isShown: reader.readUint(8) !== 0,
    entries: Array.from({ length: reader.readUint(8) }, () => ({
      key: reader.readString(),
      value: reader.readString(),
    })),
  }),
  encode: (writer, { panel, isShown, entries }) => {
    writer.writeString(panel);
    writer.writeUint(isShown ? 1 : 0, 8);
    writeField(writer, entries.length, { name: 'The number of entries of VGUIMenu', bits: 8 });
    for (const { key, value } of entries) {
      writer.writeString(key);
      writer.writeString(value);
    }
  },
};
