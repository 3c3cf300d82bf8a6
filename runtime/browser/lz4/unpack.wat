;; Unpacks LZ4's block format (github.com/lz4/lz4/blob/dev/doc/lz4_Block_format.md), eight bytes at a time: memory has
;; to go on for some bytes behind what is read and written. A damaged block may trap or write anywhere in it. Beside it
;; stand a checksum and a search, which are as quick.
(module
  (import "lz4" "memory" (memory 0))

  ;; What is added to a length of 15, and the address behind it.
  (func $length (param $n i32) (param $from i32) (result i32 i32)
    (local $byte i32)
    (loop $more
      (local.set $byte (i32.load8_u (local.get $from)))
      (local.set $from (i32.add (local.get $from) (i32.const 1)))
      (local.set $n (i32.add (local.get $n) (local.get $byte)))
      (br_if $more (i32.eq (local.get $byte) (i32.const 255))))
    (local.get $n)
    (local.get $from))

  ;; Unpack what stands between `from` and `end`; returns where the result ends that begins at `to`.
  (func (export "unpack") (param $from i32) (param $end i32) (param $to i32) (result i32)
    (local $token i32) (local $n i32) (local $source i32) (local $stop i32)
    (loop $sequence
      (local.set $token (i32.load8_u (local.get $from)))
      (local.set $from (i32.add (local.get $from) (i32.const 1)))

      (local.set $n (i32.shr_u (local.get $token) (i32.const 4)))
      (if (i32.eq (local.get $n) (i32.const 15))
        (then
          (call $length (local.get $n) (local.get $from))
          (local.set $from)
          (local.set $n)))
      (local.set $stop (i32.add (local.get $to) (local.get $n)))
      (local.set $source (local.get $from))
      (loop $literals
        (i64.store align=1 (local.get $to) (i64.load align=1 (local.get $source)))
        (local.set $to (i32.add (local.get $to) (i32.const 8)))
        (local.set $source (i32.add (local.get $source) (i32.const 8)))
        (br_if $literals (i32.lt_u (local.get $to) (local.get $stop))))
      (local.set $to (local.get $stop))
      (local.set $from (i32.add (local.get $from) (local.get $n)))
      (if (i32.ge_u (local.get $from) (local.get $end))
        (then (return (local.get $to))))

      (local.set $source (i32.sub (local.get $to) (i32.load16_u align=1 (local.get $from))))
      (local.set $from (i32.add (local.get $from) (i32.const 2)))
      (local.set $n (i32.and (local.get $token) (i32.const 15)))
      (if (i32.eq (local.get $n) (i32.const 15))
        (then
          (call $length (local.get $n) (local.get $from))
          (local.set $from)
          (local.set $n)))
      (local.set $stop (i32.add (i32.add (local.get $to) (local.get $n)) (i32.const 4)))
      (if (i32.ge_u (i32.sub (local.get $to) (local.get $source)) (i32.const 8))
        (then
          (loop $far
            (i64.store align=1 (local.get $to) (i64.load align=1 (local.get $source)))
            (local.set $to (i32.add (local.get $to) (i32.const 8)))
            (local.set $source (i32.add (local.get $source) (i32.const 8)))
            (br_if $far (i32.lt_u (local.get $to) (local.get $stop)))))
        (else
          ;; The copy reads what it has just written.
          (loop $near
            (i32.store8 (local.get $to) (i32.load8_u (local.get $source)))
            (local.set $to (i32.add (local.get $to) (i32.const 1)))
            (local.set $source (i32.add (local.get $source) (i32.const 1)))
            (br_if $near (i32.lt_u (local.get $to) (local.get $stop))))))
      (local.set $to (local.get $stop))
      (br $sequence))
    (unreachable))

  ;; A checksum against damage, not against intent, of what stands there up to the next multiple of eight bytes.
  (func (export "checksum") (param $from i32) (param $end i32) (result i32)
    (local $sum i64)
    (loop $word
      (local.set $sum
        (i64.mul
          (i64.rotl (i64.xor (local.get $sum) (i64.load align=1 (local.get $from))) (i64.const 29))
          (i64.const 0x9e3779b185ebca87)))
      (local.set $from (i32.add (local.get $from) (i32.const 8)))
      (br_if $word (i32.lt_u (local.get $from) (local.get $end))))
    (i32.wrap_i64 (i64.shr_u (local.get $sum) (i64.const 32))))

  ;; Where the first word of eight bytes stands, from the one around `from` on, that is not zero; not before `end` where
  ;; there is none.
  (func (export "nonzero") (param $from i32) (param $end i32) (result i32)
    (local.set $from (i32.and (local.get $from) (i32.const -8)))
    (block $found
      (loop $word
        (br_if $found (i32.ge_u (local.get $from) (local.get $end)))
        (br_if $found (i64.ne (i64.load (local.get $from)) (i64.const 0)))
        (local.set $from (i32.add (local.get $from) (i32.const 8)))
        (br $word)))
    (local.get $from)))
