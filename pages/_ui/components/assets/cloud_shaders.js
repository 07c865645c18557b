export const POINT_VERTEX = `#version 300 es
in vec3 position; in vec3 color; in float size; in float state;
uniform mat4 matrix; uniform float scale; uniform vec3 ground;
flat out vec3 fill; flat out float rim; flat out float across;
void main() {
  gl_Position = matrix * vec4(position, 1.0);
  fill = color;
  float radius = size;
  if (state < 0.5) gl_Position = vec4(2.0, 2.0, 2.0, 1.0);
  else if (state > 1.5) {
    bool faded = state > 2.5;
    if (!faded) radius = min(size, 2.4) * 0.8;
    fill = mix(color, ground, faded ? 0.65 : 0.8);
    gl_Position.z = gl_Position.w * (0.99 + 0.009 * gl_Position.z / gl_Position.w);
  }
  gl_PointSize = across = max(2.0 * radius * scale / gl_Position.w, 1.6);
  // Small points have no rim: it would be all that is seen of them.
  rim = state > 1.5 ? 0.0 : 0.28 * smoothstep(3.0, 9.0, across);
}`
export const POINT_FRAGMENT = `#version 300 es
precision highp float;
flat in vec3 fill; flat in float rim; flat in float across; uniform vec3 ink; uniform float least; out vec4 seen;
void main() {
  float from = length(gl_PointCoord * 2.0 - 1.0);
  float cover = clamp((1.0 - from) * across * 0.5 + 0.5, 0.0, 1.0);
  if (cover < least) discard;
  seen = vec4(mix(fill, ink, rim * smoothstep(0.62, 0.95, from)), cover);
}`
export const MARK_FRAGMENT = `#version 300 es
precision highp float;
flat in vec3 fill; out vec4 seen;
void main() {
  vec2 at = gl_PointCoord * 2.0 - 1.0;
  float from = length(at);
  float cover = clamp((1.0 - from) / fwidth(from) + 0.5, 0.0, 1.0);
  if (cover < 0.05) discard;
  vec2 inside = at / 0.74;
  float part = dot(inside, inside);
  vec3 normal = vec3(inside.x, -inside.y, sqrt(max(0.0, 1.0 - part)));
  float light = 0.66 + 0.42 * max(0.0, dot(normal, normalize(vec3(-0.45, 0.6, 0.75))));
  float glint = pow(max(0.0, dot(normal, normalize(vec3(-0.3, 0.45, 0.85)))), 40.0) * 0.45;
  vec3 ball = min(fill * light + glint, 1.0);
  vec3 ring = from > 0.9 ? vec3(0.07) : vec3(1.0);
  seen = vec4(part < 1.0 ? ball : ring, cover);
}`
export const LINE_VERTEX = `#version 300 es
in vec3 begin; in vec3 end; in vec4 beginColor; in vec4 endColor;
uniform mat4 matrix; uniform vec2 screen; uniform float width;
out vec4 fill;
void main() {
  vec4 one = matrix * vec4(begin, 1.0), other = matrix * vec4(end, 1.0);
  bool last = gl_VertexID > 1;
  float side = (gl_VertexID & 1) == 0 ? -1.0 : 1.0;
  vec2 along = (other.xy / other.w - one.xy / one.w) * screen;
  vec2 normal = length(along) > 0.0 ? normalize(vec2(-along.y, along.x)) : vec2(0.0);
  gl_Position = last ? other : one;
  gl_Position.xy += normal * side * width / screen * gl_Position.w;
  fill = last ? endColor : beginColor;
}`
export const AREA_VERTEX = `#version 300 es
in vec3 position; in vec4 color; uniform mat4 matrix; out vec4 fill;
void main() { gl_Position = matrix * vec4(position, 1.0); fill = color; }`
export const LINE_FRAGMENT = `#version 300 es
precision highp float;
in vec4 fill; out vec4 seen;
void main() { seen = fill; }`

const compile = (gl, vertex, fragment) => {
  const program = gl.createProgram()
  for (const [kind, text] of [[gl.VERTEX_SHADER, vertex], [gl.FRAGMENT_SHADER, fragment]]) {
    const shader = gl.createShader(kind)
    gl.shaderSource(shader, text)
    gl.compileShader(shader)
    gl.attachShader(program, shader)
  }
  gl.linkProgram(program)
  if (!gl.getProgramParameter(program, gl.LINK_STATUS)) throw new Error(gl.getProgramInfoLog(program))
  const active = (count, info, locate) =>
    Object.fromEntries(
      Array.from({ length: gl.getProgramParameter(program, count) }, (_, number) => {
        const { name } = gl[info](program, number)
        return [name, gl[locate](program, name)]
      }),
    )
  return {
    program,
    attributes: active(gl.ACTIVE_ATTRIBUTES, "getActiveAttrib", "getAttribLocation"),
    uniforms: active(gl.ACTIVE_UNIFORMS, "getActiveUniform", "getUniformLocation"),
  }
}

// A program with buffers of its own, one for each attribute.
export class Drawing {
  constructor(gl, vertex, fragment, { instanced = false, mode = gl.POINTS } = {}) {
    Object.assign(this, { gl, instanced, mode, count: 0, buffers: {} }, compile(gl, vertex, fragment))
    this.array = gl.createVertexArray()
  }

  // Floats, or bytes that stand for 0 … 1, `size` for each point or line.
  fill(name, values, size) {
    const { gl } = this
    const location = this.attributes[name]
    if (location === undefined) return
    gl.bindVertexArray(this.array)
    gl.bindBuffer(gl.ARRAY_BUFFER, (this.buffers[name] ??= gl.createBuffer()))
    gl.bufferData(gl.ARRAY_BUFFER, values, gl.DYNAMIC_DRAW)
    const bytes = values instanceof Uint8Array
    gl.enableVertexAttribArray(location)
    gl.vertexAttribPointer(location, size, bytes ? gl.UNSIGNED_BYTE : gl.FLOAT, bytes && size > 1, 0, 0)
    if (this.instanced) gl.vertexAttribDivisor(location, 1)
    this.count = values.length / size
  }

  draw(set) {
    const { gl, uniforms } = this
    if (!this.count) return
    gl.useProgram(this.program)
    gl.bindVertexArray(this.array)
    for (const [name, value] of Object.entries(set)) {
      if (!uniforms[name]) continue
      if (value.length === 16) gl.uniformMatrix4fv(uniforms[name], false, value)
      else if (value.length) gl[`uniform${value.length}fv`](uniforms[name], value)
      else gl.uniform1f(uniforms[name], value)
    }
    if (this.instanced) gl.drawArraysInstanced(gl.TRIANGLE_STRIP, 0, 4, this.count)
    else gl.drawArrays(this.mode, 0, this.count)
  }

  free() {
    const { gl } = this
    Object.values(this.buffers).forEach((buffer) => gl.deleteBuffer(buffer))
    gl.deleteVertexArray(this.array)
    gl.deleteProgram(this.program)
  }
}
