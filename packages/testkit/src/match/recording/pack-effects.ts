import { Random } from '../../demo-builder/random.ts';
import type { Crit, MatchEvent } from '../simulation/match-event.ts';
import { EYE_HEIGHT, type MatchPlayer } from '../simulation/match-player.ts';
import type { MatchState } from '../simulation/match-state.ts';
import type { Weapon } from '../simulation/player-classes.ts';
import { BitPacker } from './bit-packer.ts';
import { EntityLayout } from './entity-layout.ts';
import type { EntityStage } from './entity-stage.ts';
import type { Contents } from './property-writer.ts';
import { CLASS_ID_BITS } from './server-classes.ts';
import { SOUNDS, SoundPacker } from './sound-packer.ts';
import { voicePayload } from './voice-payload.ts';

const VOICE_DATA = 15;
const TEMP_ENTITIES = 27;
const MOST_EFFECTS = 200;
const BULLETS = {
  origin: 'DT_TEFireBullets.m_vecOrigin',
  pitch: 'DT_TEFireBullets.m_vecAngles[0]',
  yaw: 'DT_TEFireBullets.m_vecAngles[1]',
  weaponId: 'DT_TEFireBullets.m_iWeaponID',
  seed: 'DT_TEFireBullets.m_iSeed',
  player: 'DT_TEFireBullets.m_iPlayer',
  spread: 'DT_TEFireBullets.m_flSpread',
  isCritical: 'DT_TEFireBullets.m_bCritical',
} as const;
const ANIMATION = {
  player: 'DT_TEPlayerAnimEvent.m_hPlayer',
  event: 'DT_TEPlayerAnimEvent.m_iEvent',
  data: 'DT_TEPlayerAnimEvent.m_nData',
} as const;
const EXPLOSION = {
  x: 'DT_TETFExplosion.m_vecOrigin[0]',
  y: 'DT_TETFExplosion.m_vecOrigin[1]',
  z: 'DT_TETFExplosion.m_vecOrigin[2]',
  normal: 'DT_TETFExplosion.m_vecNormal',
  weaponId: 'DT_TETFExplosion.m_iWeaponID',
} as const;
const BLOOD = {
  x: 'DT_TETFBlood.m_vecOrigin[0]',
  y: 'DT_TETFBlood.m_vecOrigin[1]',
  z: 'DT_TETFBlood.m_vecOrigin[2]',
  normal: 'DT_TETFBlood.m_vecNormal',
  entity: 'DT_TETFBlood.entindex',
} as const;

/** Writes what is seen and heard and passes: shots, blood, explosions, sounds, voices. */
export class EffectPacker {
  readonly #bullets: EntityLayout;
  readonly #animation: EntityLayout;
  readonly #explosion: EntityLayout;
  readonly #blood: EntityLayout;
  readonly #body = new BitPacker(64 * 1024);
  readonly #sounds = new SoundPacker();
  /** Of its own: what a recording looks like does not change what is played. */
  readonly #random: Random;
  #last: { readonly layout: EntityLayout; readonly words: Int32Array } | undefined;
  #count = 0;
  #voiceSequence = 0;

  constructor(contents: Contents, seed: number) {
    this.#bullets = new EntityLayout('CTEFireBullets', Object.values(BULLETS), {}, contents);
    this.#animation = new EntityLayout('CTEPlayerAnimEvent', Object.values(ANIMATION), {}, contents);
    this.#explosion = new EntityLayout('CTETFExplosion', Object.values(EXPLOSION), {}, contents);
    this.#blood = new EntityLayout('CTETFBlood', Object.values(BLOOD), {}, contents);
    this.#random = new Random(seed ^ 0x5eed);
  }

  /** Writes the effects of a packet's events. */
  pack(packer: BitPacker, stage: EntityStage, state: MatchState, events: readonly MatchEvent[]): void {
    this.#body.clear();
    this.#count = 0;
    this.#last = undefined;
    this.#sounds.begin();
    for (const event of events) {
      switch (event.type) {
        case 'shot':
          this.#shoot(stage, event.player, event.weapon, event.crit);
          break;
        case 'explosion':
          this.#explode(event.x, event.y, event.z);
          break;
        case 'hurt':
          this.#bleed(event.victim);
          break;
        case 'voice':
          this.#talk(packer, event.player, event.bytes);
          break;
        default:
      }
    }
    this.#walk(state);
    if (this.#count > 0) {
      packer.write(TEMP_ENTITIES, 6);
      packer.write(this.#count, 8);
      packer.writeVarint(this.#body.positionBits);
      packer.append(this.#body);
    }
    this.#sounds.pack(packer);
  }

  #shoot(stage: EntityStage, player: MatchPlayer, weapon: Weapon, crit: Crit): void {
    this.#sounds.add(player.entityIndex, SOUNDS.firstWeapon + weapon.weaponId, player);
    if (weapon.kind !== 'bullets') {
      const layout = this.#animation;
      const words = new Int32Array(layout.wordCount);
      layout.set(words, layout.placeOf(ANIMATION.player), stage.handleOf(player.entityIndex));
      this.#add(layout, words);
      return;
    }
    const layout = this.#bullets;
    const words = new Int32Array(layout.wordCount);
    const origin = layout.placeOf(BULLETS.origin);
    layout.set(words, origin, player.x);
    layout.set(words, origin + 1, player.y);
    layout.set(words, origin + 2, player.z + EYE_HEIGHT);
    layout.set(words, layout.placeOf(BULLETS.pitch), (player.pitch + 360) % 360);
    layout.set(words, layout.placeOf(BULLETS.yaw), player.yaw);
    layout.set(words, layout.placeOf(BULLETS.weaponId), weapon.weaponId);
    layout.set(words, layout.placeOf(BULLETS.seed), player.shotCount & 0xff);
    // The game counts players from 0 here: the entity's index less one.
    layout.set(words, layout.placeOf(BULLETS.player), player.slot);
    layout.set(words, layout.placeOf(BULLETS.spread), 0.04);
    layout.set(words, layout.placeOf(BULLETS.isCritical), crit === 'full' ? 1 : 0);
    this.#add(layout, words);
  }

  #explode(x: number, y: number, z: number): void {
    const layout = this.#explosion;
    const words = new Int32Array(layout.wordCount);
    layout.set(words, layout.placeOf(EXPLOSION.x), x);
    layout.set(words, layout.placeOf(EXPLOSION.y), y);
    layout.set(words, layout.placeOf(EXPLOSION.z), z);
    layout.set(words, layout.placeOf(EXPLOSION.normal) + 2, 1);
    layout.set(words, layout.placeOf(EXPLOSION.weaponId), 22);
    this.#add(layout, words);
    this.#sounds.add(0, SOUNDS.explosion, { x, y, z });
  }

  #bleed(victim: MatchPlayer): void {
    const layout = this.#blood;
    const words = new Int32Array(layout.wordCount);
    layout.set(words, layout.placeOf(BLOOD.x), victim.x);
    layout.set(words, layout.placeOf(BLOOD.y), victim.y);
    layout.set(words, layout.placeOf(BLOOD.z), victim.z + 40);
    layout.set(words, layout.placeOf(BLOOD.normal) + 2, 1);
    layout.set(words, layout.placeOf(BLOOD.entity), victim.entityIndex);
    this.#add(layout, words);
    this.#sounds.add(victim.entityIndex, SOUNDS.pain + victim.playerClass.number, victim);
  }

  /** Steps of those who run, each at their own beat. */
  #walk(state: MatchState): void {
    for (const player of state.players) {
      if (player === undefined || !player.isAlive || !player.isOnGround) continue;
      if (((state.tick >> 1) + player.slot * 5) % 8 !== 0) continue;
      if (Math.abs(player.speedX) + Math.abs(player.speedY) < 60) continue;
      this.#sounds.add(player.entityIndex, SOUNDS.firstStep + (state.tick & 7), player);
    }
  }

  #talk(packer: BitPacker, player: MatchPlayer, bytes: number): void {
    const { accountId } = player.identity;
    const payload = voicePayload(this.#random, { accountId, bytes, sequence: this.#voiceSequence++ });
    packer.write(VOICE_DATA, 6);
    packer.write(player.slot, 8);
    packer.write(0, 8);
    packer.write(payload.length * 8, 16);
    packer.writeBits(payload, payload.length * 8);
  }

  /** Another of the class before tells only what differs from that one. */
  #add(layout: EntityLayout, words: Int32Array): void {
    if (this.#count === MOST_EFFECTS) return;
    this.#count++;
    const body = this.#body;
    if (this.#last?.layout === layout) {
      body.write(0, 2);
      layout.writeDifferences(body, words, this.#last.words);
      this.#last = { layout, words };
      return;
    }
    body.write(2, 2);
    body.write(layout.classId + 1, CLASS_ID_BITS);
    layout.writeAll(body, words);
    this.#last = { layout, words };
  }
}
