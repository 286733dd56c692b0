"""Pure values and functions: no I/O, nothing imported from the layers above."""
